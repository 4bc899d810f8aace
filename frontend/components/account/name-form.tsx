/** Changing one's name. */
"use client";

import { authClient } from "@/lib/auth/client";
import { problemOf } from "@/lib/auth/problems";
import { usePerson } from "@/lib/auth/use-person";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { useToast } from "../ui/toast";
import { FormFailure } from "./form-failure";
import { useForm } from "./use-form";

const required = { name: "Enter your name." };

export function NameForm() {
  const { person, rename } = usePerson();
  const toast = useToast();
  const { isReady, pending, submit, errorOf, failure } = useForm({
    required,
    send: async (values) => {
      const problem = await problemOf(authClient.updateUser({ name: values.name.trim() }), required);
      if (problem) return problem;
      toast({ message: "Your name is saved." });
      // The header shows it, too.
      rename(values.name.trim());
    },
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="grid max-w-sm justify-items-start gap-4">
      <FormFailure message={failure} />
      <Field
        label="Name"
        name="name"
        autoComplete="name"
        defaultValue={person?.name}
        maxLength={100}
        readOnly={!isReady}
        error={errorOf("name")}
        className="w-full"
      />
      <Button type="submit" pending={pending}>
        Save name
      </Button>
    </form>
  );
}
