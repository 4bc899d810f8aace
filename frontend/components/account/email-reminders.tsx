/** Whether reminders are sent by e-mail, too: of the account, and not of this device. */
"use client";

import { useSettings, useSettingsActions } from "@/lib/sync/settings";
import { useToast } from "../ui/toast";
import { CheckField } from "./check-field";

export function EmailReminders({ email }: { email: string }) {
  const settings = useSettings();
  const { choose } = useSettingsActions();
  const toast = useToast();
  const change = (email_reminders: boolean) => {
    choose({ email_reminders });
    toast({ message: `Reminders are ${email_reminders ? "sent" : "no longer sent"} by email.`, givesWay: true });
  };
  return (
    <CheckField
      label="By email"
      checked={settings?.email_reminders ?? false}
      disabled={!settings}
      onChange={change}
    >{`To ${email}.`}</CheckField>
  );
}
