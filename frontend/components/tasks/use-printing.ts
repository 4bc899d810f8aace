/** Whether the page is about to be put on paper, where everything has to be there. */
"use client";

import { useSyncExternalStore } from "react";

let isPrinting = false;

export function useIsPrinting(): boolean {
  return useSyncExternalStore(
    follow,
    () => isPrinting,
    () => false,
  );
}

function follow(tell: () => void) {
  const change = (event: Event) => {
    isPrinting = event.type === "beforeprint";
    tell();
  };
  window.addEventListener("beforeprint", change);
  window.addEventListener("afterprint", change);
  return () => {
    window.removeEventListener("beforeprint", change);
    window.removeEventListener("afterprint", change);
  };
}
