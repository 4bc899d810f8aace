/** What lies behind a pane that covers the screen is out of reach for the keyboard and for screen readers, too. */
"use client";

import { type RefObject, useLayoutEffect } from "react";
import { useMedia } from "@/lib/use-media";

/** Where the pane leaves no room beside it: below `sm`. */
const COVERS = "(width < 40rem)";

export function useInertBehind(pane: RefObject<HTMLElement | null>): void {
  const covers = useMedia(COVERS);
  useLayoutEffect(() => {
    if (!covers || !pane.current) return;
    const behind = besides(pane.current);
    for (const element of behind) element.inert = true;
    return () => {
      for (const element of behind) element.inert = false;
    };
  }, [covers, pane]);
}

/** All of the page but the pane. Notes, what is said aloud, and dialogs lie over both and are beside the page. */
function besides(pane: Element): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let one = pane; one.parentElement && !one.matches("[data-page]"); one = one.parentElement)
    for (const other of one.parentElement.children)
      if (other !== one && other instanceof HTMLElement && !other.inert) found.push(other);
  return found;
}
