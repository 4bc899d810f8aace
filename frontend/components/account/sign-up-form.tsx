/** Name, e-mail, password: an account. */
"use client";

import { hasSession } from "@/lib/api/token";
import { authClient } from "@/lib/auth/client";
import { leave } from "@/lib/auth/leave";
import { tellOtherTabs } from "@/lib/auth/other-tabs";
import { problemOf } from "@/lib/auth/problems";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { FormFailure } from "./form-failure";
import { PasswordField } from "./password-field";
import { useForm } from "./use-form";

const required = { name: "Enter your name.", email: "Enter your email.", password: "Choose a password." };

export function SignUpForm({ next }: { next: string }) {
  const { isReady, pending, submit, errorOf, failure } = useForm({
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
    <form method="post" noValidate onSubmit={submit} className="grid gap-5">
      <FormFailure message={failure} />
      <Field label="Name" name="name" autoComplete="name" maxLength={100} autoFocus error={errorOf("name")} />
      <Field label="Email" name="email" type="email" autoComplete="email" error={errorOf("email")} />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="new-password"
        hint="At least 8 characters."
        error={errorOf("password")}
      />
      <Button
        type="submit"
        variant="primary"
        disabled={!isReady}
        pending={pending}
        className="mt-1 disabled:opacity-100!"
      >
        Create account
      </Button>
    </form>
  );
}
