/** A form of who is not signed in: what is wrong with all of it, its fields, and the one button that sends it. */
"use client";

import { type ReactElement, useEffect } from "react";
import { lastPersonId } from "@/lib/auth/person";
import { Button } from "../ui/button";
import { FormFailure } from "./form-failure";
import type { useForm } from "./use-form";

type DoorFormProps = {
  form: Pick<ReturnType<typeof useForm>, "isReady" | "pending" | "submit" | "failure">;
  /** What the button says. */
  action: string;
  children: ReactElement | ReactElement[];
};

export function DoorForm({ form: { isReady, pending, submit, failure }, action, children }: DoorFormProps) {
  // A tab that was led here may not have heard yet that they have signed out in another one.
  useEffect(() => {
    import("@/lib/tasks/half-written").then(
      ({ forgetHalfWritten }) => forgetHalfWritten(lastPersonId()),
      () => {},
    );
  }, []);
  return (
    <form method="post" noValidate onSubmit={submit} className="grid gap-5">
      <FormFailure message={failure} />
      {children}
      <Button
        type="submit"
        variant="primary"
        disabled={!isReady}
        pending={pending}
        className="mt-1 disabled:opacity-100!"
      >
        {action}
      </Button>
    </form>
  );
}
