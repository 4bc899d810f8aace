/** One's e-mail address: whether it is confirmed, and changing it. Only where there is mail. */
"use client";

import { useState } from "react";
import { authClient } from "@/lib/auth/client";
import { problemOf } from "@/lib/auth/problems";
import { Button } from "../ui/button";
import { useToast } from "../ui/toast";
import { EmailForm } from "./email-form";
import { Section } from "./section";
import { useEmailAddress } from "./use-email-address";

export function EmailAddress() {
  const address = useEmailAddress();
  if (!address?.hasMail) return null;
  const { email, isVerified } = address;
  return (
    <Section id="email" description="With it you sign in, and choose a new password if you forget yours.">
      <div className="grid gap-6">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-3 text-sm">
          <span className="font-medium wrap-anywhere">{email}</span>
          <span className="rounded-full bg-accent-soft px-2 py-0.5 text-xs font-medium text-accent forced-colors:border">
            {isVerified ? "Verified" : "Not verified"}
          </span>
          {!isVerified && <SendAgain email={email} />}
        </div>
        <EmailForm email={email} />
      </div>
    </Section>
  );
}

function SendAgain({ email }: { email: string }) {
  const toast = useToast();
  const [pending, setPending] = useState(false);
  const send = async () => {
    setPending(true);
    const problem = await problemOf(authClient.sendVerificationEmail({ email }));
    setPending(false);
    if (problem) toast({ kind: "error", message: problem.message });
    else toast({ message: `A link is on its way to ${email}.` });
  };
  return (
    <Button size="sm" pending={pending} onClick={send}>
      Send the link again
    </Button>
  );
}
