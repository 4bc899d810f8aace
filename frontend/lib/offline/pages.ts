/** The pages that are not kept for offline, and what is said instead of leading there. */
"use client";

import { useEffect } from "react";
import { useToast } from "@/components/ui/toast";

export type OnlinePage = "/account" | "/trash";

export const refusalOf: Readonly<Record<OnlinePage, string>> = {
  "/account": "Your account needs a connection.",
  "/trash": "The trash needs a connection.",
};

/** Says why it is the task page that has been opened: the service worker leads there, with what was asked for behind the "#". */
export function useSpokenDetour() {
  const toast = useToast();
  useEffect(() => {
    const refusal = Object.entries(refusalOf).find(([page]) => window.location.hash === `#${page}`)?.[1];
    if (!refusal) return;
    toast({ message: refusal });
    window.history.replaceState(null, "", "/");
  }, [toast]);
}
