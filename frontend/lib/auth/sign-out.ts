/** Signing out: the token, the tasks and all else of the person goes with the page. */
"use client";

import { useToast } from "@/components/ui/toast";
import { authClient } from "./client";
import { leave } from "./leave";
import { problemOf } from "./problems";

export function useSignOut(): () => Promise<void> {
  const toast = useToast();
  return async () => {
    const problem = await problemOf(authClient.signOut());
    if (problem) return toast({ kind: "error", message: problem.message });
    return leave("/sign-in");
  };
}
