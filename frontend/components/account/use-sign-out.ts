/** Signing out: nothing of the person stays here, except for changes that nobody else has yet. */
"use client";

import { useToast } from "@/components/ui/toast";
import { authClient } from "@/lib/auth/client";
import { endSession } from "@/lib/auth/end-session";
import { leave } from "@/lib/auth/leave";
import { tellOtherTabs } from "@/lib/auth/other-tabs";
import { forgetPerson } from "@/lib/auth/person";
import { problemOf } from "@/lib/auth/problems";
import { stopReminding } from "@/lib/push/leave";
import { useSync } from "@/lib/sync/tasks";
import { forgetHalfWritten } from "@/lib/tasks/half-written";

export function useSignOut(): () => Promise<void> {
  const toast = useToast();
  const sync = useSync();
  return async () => {
    const problem = await endSession(
      () => problemOf(authClient.signOut()),
      async () => {
        forgetHalfWritten();
        // Before other tabs look for it.
        forgetPerson();
        tellOtherTabs();
        await stopReminding();
        await sync.forget({ unsent: false });
        return leave("/sign-in");
      },
    );
    if (problem) toast({ kind: "error", message: problem.message });
  };
}
