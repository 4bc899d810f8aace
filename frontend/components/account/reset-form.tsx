/** A new password, by the link of a mail; then it is asked for, everywhere. */
"use client";

import { authClient } from "@/lib/auth/client";
import { leave } from "@/lib/auth/leave";
import { problemOf } from "@/lib/auth/problems";
import { Button } from "../ui/button";
import { FormFailure } from "./form-failure";
import { PasswordField } from "./password-field";
import { useForm } from "./use-form";

const required = { newPassword: "Choose a new password." };

export function ResetForm({ token }: { token: string }) {
  const { isReady, pending, submit, errorOf, failure } = useForm({
    required,
    send: async ({ newPassword }) => {
      const problem = await problemOf(authClient.resetPassword({ newPassword, token }), required);
      return problem ?? leave("/sign-in?reset");
    },
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="grid gap-5">
      <FormFailure message={failure} />
      <PasswordField
        label="New password"
        name="newPassword"
        autoComplete="new-password"
        hint="At least 8 characters."
        autoFocus
        error={errorOf("newPassword")}
      />
      <Button
        type="submit"
        variant="primary"
        disabled={!isReady}
        pending={pending}
        className="mt-1 disabled:opacity-100!"
      >
        Set the password
      </Button>
    </form>
  );
}
