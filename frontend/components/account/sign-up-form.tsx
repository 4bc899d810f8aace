/** Name, e-mail, password: an account. */
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

const required = { name: "Enter your name.", email: "Enter your email.", password: "Choose a password." };

export function SignUpForm({ next }: { next: string }) {
  const { errorOf, ...form } = useForm({
    required,
    send: async ({ name, email, password }) => {
      const problem = await problemOf(
        authClient.signUp.email({ name: name.trim(), email: email.trim(), password }),
        required,
      );
      if (problem) return problem;
      tellOtherTabs();
      // So that the page that comes knows at once whose it is; it finds out by itself otherwise.
      await hasSession().catch(() => {});
      return leave(next);
    },
  });
  return (
    <DoorForm form={form} action="Create account">
      <Field label="Name" name="name" autoComplete="name" maxLength={100} autoFocus error={errorOf("name")} />
      <Field label="Email" name="email" type="email" autoComplete="email" error={errorOf("email")} />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="new-password"
        hint="At least 8 characters."
        error={errorOf("password")}
      />
    </DoorForm>
  );
}
