/** E-mail, password, in. */
"use client";

import { hasSession } from "@/lib/api/token";
import { authClient } from "@/lib/auth/client";
import { leave } from "@/lib/auth/leave";
import { tellOtherTabs } from "@/lib/auth/other-tabs";
import { problemOf } from "@/lib/auth/problems";
import { Field } from "../ui/field";
import { DoorForm } from "./door-form";
import { PasswordField } from "./password-field";
import { useForm } from "./use-form";

const required = { email: "Enter your email.", password: "Enter your password." };

export function SignInForm({ next }: { next: string }) {
  const { errorOf, ...form } = useForm({
    required,
    send: async ({ email, password }) => {
      const problem = await problemOf(authClient.signIn.email({ email: email.trim(), password }), required);
      if (problem) return problem;
      tellOtherTabs();
      // So that the page that comes knows at once whose it is; it finds out by itself otherwise.
      await hasSession().catch(() => {});
      return leave(next);
    },
  });
  return (
    <DoorForm form={form} action="Sign in">
      <Field label="Email" name="email" type="email" autoComplete="email" autoFocus error={errorOf("email")} />
      <PasswordField label="Password" name="password" autoComplete="current-password" error={errorOf("password")} />
    </DoorForm>
  );
}
