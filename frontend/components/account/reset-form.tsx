/** A new password, by the link of a mail; then it is asked for, everywhere. */
"use client";

import { authClient } from "@/lib/auth/client";
import { leave } from "@/lib/auth/leave";
import { problemOf } from "@/lib/auth/problems";
import { DoorForm } from "./door-form";
import { PasswordField } from "./password-field";
import { useForm } from "./use-form";

const required = { newPassword: "Choose a new password." };

export function ResetForm({ token }: { token: string }) {
  const { errorOf, ...form } = useForm({
    required,
    send: async ({ newPassword }) => {
      const problem = await problemOf(authClient.resetPassword({ newPassword, token }), required);
      return problem ?? leave("/sign-in?reset");
    },
  });
  return (
    <DoorForm form={form} action="Set the password">
      <PasswordField
        label="New password"
        name="newPassword"
        autoComplete="new-password"
        hint="At least 8 characters."
        autoFocus
        error={errorOf("newPassword")}
      />
    </DoorForm>
  );
}
