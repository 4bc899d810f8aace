/** Signing out: nothing of the person stays here, except for changes that nobody else has yet. */
"use client";

import { useToast } from "@/components/ui/toast";
import { useSync } from "../sync/tasks";
import { forgetHalfWritten } from "../tasks/half-written";
import { authClient } from "./client";
import { endSession, leave } from "./leave";
import { tellOtherTabs } from "./other-tabs";
import { forgetPerson } from "./person";
import { problemOf } from "./problems";

export function useSignOut(): () => Promise<void> {
  const toast = useToast();
  const sync = useSync();
  return async () => {
    const problem = await endSession(
      () => problemOf(authClient.signOut()),
      async () => {
        tellOtherTabs();
        forgetHalfWritten();
        forgetPerson();
        await sync.forget({ unsent: false });
        return leave("/sign-in");
      },
    );
    if (problem) toast({ kind: "error", message: problem.message });
  };
}
