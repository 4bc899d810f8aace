/** The way out: asks once more, and for the password. */
"use client";

import { useState } from "react";
import { authClient } from "@/lib/auth/client";
import { endSession } from "@/lib/auth/end-session";
import { leave } from "@/lib/auth/leave";
import { tellOtherTabs } from "@/lib/auth/other-tabs";
import { forgetPerson } from "@/lib/auth/person";
import { problemOf } from "@/lib/auth/problems";
import { stopReminding } from "@/lib/push/leave";
import { useSync } from "@/lib/sync/tasks";
import { forgetHalfWritten } from "@/lib/tasks/half-written";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/dialog";
import { FormFailure } from "./form-failure";
import { PasswordField } from "./password-field";
import { useForm } from "./use-form";

export function DeleteAccount() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button className="text-danger!" onClick={() => setOpen(true)}>
        Delete account
      </Button>
      {open && <DeleteDialog onClose={() => setOpen(false)} />}
    </>
  );
}

const required = { password: "Enter your password." };

function DeleteDialog({ onClose }: { onClose: () => void }) {
  const sync = useSync();
  const { pending, submit, errorOf, failure } = useForm({
    required,
    send: (values) =>
      endSession(
        () => problemOf(authClient.deleteUser(values), required),
        async () => {
          forgetHalfWritten();
          // Before other tabs look for it.
          forgetPerson();
          tellOtherTabs();
          await stopReminding();
          await sync.forget({ unsent: true });
          return leave("/sign-up?goodbye");
        },
      ),
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title="Delete your account?"
      description="Your account and all your tasks are erased at once. This cannot be undone."
      confirmLabel="Delete account"
      onConfirm={submit}
      pending={pending}
      danger
    >
      <div className="grid gap-4">
        <FormFailure message={failure} />
        <PasswordField label="Password" name="password" autoComplete="current-password" error={errorOf("password")} />
      </div>
    </ConfirmDialog>
  );
}
