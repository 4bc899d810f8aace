/** The address to which the link for a new password goes. The answer does not tell whether it belongs to an account. */
"use client";

import { useState } from "react";
import { authClient } from "@/lib/auth/client";
import { problemOf } from "@/lib/auth/problems";
import { Field } from "../ui/field";
import { DoorForm } from "./door-form";
import { useForm } from "./use-form";

const required = { email: "Enter your email." };

export function ForgotForm() {
  const [isSent, setSent] = useState(false);
  const { errorOf, ...form } = useForm({
    required,
    send: async ({ email }) => {
      const problem = await problemOf(authClient.requestPasswordReset({ email: email.trim() }), required);
      if (!problem) setSent(true);
      return problem;
    },
  });
  if (isSent)
    return (
      // The form, which had the focus, is gone.
      <p
        ref={(note) => note?.focus()}
        tabIndex={-1}
        role="status"
        className="rounded-control bg-accent-soft px-3.5 py-3 text-sm outline-none"
      >
        If there is an account with this address, a link is on its way to it. It works once, for an hour. Look among the
        unwanted mail, too.
      </p>
    );
  return (
    <DoorForm form={form} action="Send the link">
      <Field label="Email" name="email" type="email" autoComplete="email" autoFocus error={errorOf("email")} />
    </DoorForm>
  );
}
