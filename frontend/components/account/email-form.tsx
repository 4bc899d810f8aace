/** Changing one's e-mail address: it counts when the link in the new mailbox has been opened. */
"use client";

import { useState } from "react";
import { authClient } from "@/lib/auth/client";
import { type Problem, problemOf } from "@/lib/auth/problems";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { useToast } from "../ui/toast";
import { FormFailure } from "./form-failure";
import { PasswordField } from "./password-field";
import { useForm } from "./use-form";

const required = { newEmail: "Enter the new address.", password: "Enter your password." };

type Values = typeof required;

export function EmailForm({ email }: { email: string }) {
  const toast = useToast();
  const [sentTo, setSentTo] = useState<string>();
  const { isReady, pending, submit, errorOf, failure } = useForm({
    required,
    send: async (values, form) => {
      const newEmail = values.newEmail.trim();
      const problem = await change(email, { ...values, newEmail });
      if (problem) return problem;
      form.reset();
      setSentTo(newEmail);
      toast({ message: `A link is on its way to ${newEmail}.` });
    },
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="grid max-w-sm justify-items-start gap-4">
      <FormFailure message={failure} />
      <Field
        label="New email"
        name="newEmail"
        type="email"
        autoComplete="email"
        readOnly={!isReady}
        error={errorOf("newEmail")}
        className="w-full"
      />
      <PasswordField
        label="Your password"
        name="password"
        autoComplete="current-password"
        readOnly={!isReady}
        error={errorOf("password")}
        className="w-full"
      />
      <Button type="submit" pending={pending}>
        Change email
      </Button>
      {sentTo && (
        <p className="text-sm wrap-anywhere text-muted">
          {`Your address stays ${email} until you open the link that was sent to ${sentTo}. It works once, for an hour.`}
        </p>
      )}
    </form>
  );
}

async function change(email: string, body: Values): Promise<Problem<keyof Values> | undefined> {
  if (body.newEmail.toLowerCase() === email) return { field: "newEmail", message: "This is your address already." };
  return problemOf(authClient.$fetch("/change-email", { method: "POST", body }), required);
}
