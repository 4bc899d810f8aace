/** Where reminders go: to this device, and by e-mail. Only what the service can send is shown. */
"use client";

import { useCallback, useEffect, useState } from "react";
import { ApiError } from "@/lib/api/errors";
import { findPushKey } from "@/lib/api/push";
import { usePerson } from "@/lib/auth/use-person";
import { DeviceReminders } from "./device-reminders";
import { EmailReminders } from "./email-reminders";
import { NotLoaded } from "./not-loaded";
import { Section } from "./section";
import { useEmailAddress } from "./use-email-address";

export function ReminderSettings() {
  const { person } = usePerson();
  const { isPushSent, problem, load } = useIsPushSent();
  const address = useEmailAddress();
  if (!person || !(isPushSent || problem || address?.hasMail)) return null;
  return (
    <Section id="reminders" description="At the moment that you choose for a task, before it is due.">
      <div className="grid gap-4">
        {problem && <NotLoaded problem={problem} onRetry={() => void load()} />}
        {isPushSent && <DeviceReminders userId={person.id} />}
        {address?.hasMail && <EmailReminders email={address.email} />}
      </div>
    </Section>
  );
}

/** Undefined until it is known. */
function useIsPushSent() {
  const [isPushSent, setPushSent] = useState<boolean>();
  const [problem, setProblem] = useState<string>();
  const load = useCallback(async () => {
    try {
      setPushSent((await findPushKey()) !== null);
      setProblem(undefined);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.detail);
    }
  }, []);
  useEffect(() => void load(), [load]);
  return { isPushSent, problem, load };
}
