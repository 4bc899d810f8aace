/** What is fetched when somebody reaches for it, such as a menu or a dialog, and is open or not. */
"use client";

import { useState } from "react";
import { useSteady } from "@/lib/use-steady";

/** `load` fetches it, once. Without a connection it may not be had, and then nothing happens. */
export function useFetched(load: () => Promise<unknown>) {
  const [isOpen, setOpen] = useState(false);
  return {
    isOpen,
    /** Somebody may be about to open it. */
    reach: useSteady(() => void load().catch(() => {})),
    open: useSteady(
      () =>
        void load().then(
          () => setOpen(true),
          () => {},
        ),
    ),
    close: useSteady(() => setOpen(false)),
  };
}
