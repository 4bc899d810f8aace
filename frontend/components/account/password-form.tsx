/** Changing one's password. */
"use client";

import { authClient } from "@/lib/auth/client";
import { adoptSession } from "@/lib/auth/own-session";
import { problemOf } from "@/lib/auth/problems";
import { usePerson } from "@/lib/auth/use-person";
import { Button } from "../ui/button";
import { useToast } from "../ui/toast";
import { FormFailure } from "./form-failure";
import { PasswordField } from "./password-field";
import { useForm } from "./use-form";

const required = { currentPassword: "Enter your current password.", newPassword: "Choose a new password." };

export function PasswordForm({ onChanged }: { onChanged: () => void }) {
  const { person } = usePerson();
  const toast = useToast();
  const { isReady, pending, submit, errorOf, failure } = useForm({
    required,
    send: async (passwords, form) => {
      const revokeOtherSessions = new FormData(form).has("everywhere");
      const problem = await problemOf(authClient.changePassword({ ...passwords, revokeOtherSessions }), required);
      if (problem) return problem;
      adoptSession(true);
      toast({ message: "Your password is changed." });
      form.reset();
      onChanged();
    },
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="grid max-w-sm justify-items-start gap-4">
      <FormFailure message={failure} />
      {/* Tells password managers whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={person?.email ?? ""} readOnly hidden />
      <PasswordField
        label="Current password"
        name="currentPassword"
        autoComplete="current-password"
        readOnly={!isReady}
        error={errorOf("currentPassword")}
        className="w-full"
      />
      <PasswordField
        label="New password"
        name="newPassword"
        autoComplete="new-password"
        hint="At least 8 characters."
        readOnly={!isReady}
        error={errorOf("newPassword")}
        className="w-full"
      />
      <label className="flex min-h-6 items-center gap-2.5 text-sm pointer-coarse:min-h-11">
        <input type="checkbox" name="everywhere" defaultChecked className="size-6 accent-accent" />
        Sign out everywhere else
      </label>
      <Button type="submit" pending={pending} className="mt-1">
        Change password
      </Button>
    </form>
  );
}
