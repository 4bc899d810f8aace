/** What a person has settled about keys, for this browser. Where they do that is in the help for keys. */
"use client";

import { useSyncExternalStore } from "react";

// Voice control and shaky hands press letters by accident (WCAG 2.1.4).
export const NO_SINGLE_KEYS = "shortcuts-off";
// Who cannot use a mouse leaves a list by Tab, and must not move tasks by that (WCAG 3.2.1).
export const TAB_INDENTS = "tab-indents";

export const isSettled = (key: string) => localStorage.getItem(key) !== null;

/** Browsers tell all pages but the one that has written; that one tells itself. */
function subscribe(tell: () => void) {
  window.addEventListener("storage", tell);
  return () => window.removeEventListener("storage", tell);
}

export const useIsSettled = (key: string): boolean =>
  useSyncExternalStore(
    subscribe,
    () => isSettled(key),
    () => false,
  );
