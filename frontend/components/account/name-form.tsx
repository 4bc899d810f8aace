/** Changing one's name. */
"use client";

import { useRouter } from "next/navigation";
import { authClient } from "@/lib/auth/client";
import { problemOf } from "@/lib/auth/problems";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { useToast } from "../ui/toast";
import { FormFailure } from "./form-failure";
import { useForm } from "./use-form";

const required = { name: "Enter your name." };

export function NameForm({ name }: { name: string }) {
  const router = useRouter();
  const toast = useToast();
  const { pending, submit, errorOf, failure } = useForm({
    required,
    send: async (values) => {
      const problem = await problemOf(authClient.updateUser({ name: values.name.trim() }), required);
      if (problem) return problem;
      toast({ message: "Your name is saved." });
      // The header shows it, too.
      router.refresh();
    },
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="grid max-w-sm justify-items-start gap-4">
      <FormFailure message={failure} />
      <Field
        label="Name"
        name="name"
        autoComplete="name"
        defaultValue={name}
        maxLength={100}
        error={errorOf("name")}
        className="w-full"
      />
      <Button type="submit" pending={pending}>
        Save name
      </Button>
    </form>
  );
}
