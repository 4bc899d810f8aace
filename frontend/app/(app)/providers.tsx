/** What the pages share in the browser: the person's tasks, what is being written, notes. */
"use client";

import { type ReactNode, useEffect, useState } from "react";
import { ToastProvider } from "@/components/ui/toast";
import { setApi } from "@/lib/api/client";
import { keepAppOffline } from "@/lib/sync/offline";
import { Sync } from "@/lib/sync/sync";
import { SyncContext } from "@/lib/sync/tasks";
import { forgetHalfWritten, HalfWritten, HalfWrittenContext } from "@/lib/tasks/half-written";

type ProvidersProps = { apiUrl: string; userId: string; nonce: string; children: ReactNode };

export function Providers({ apiUrl, userId, nonce, children }: ProvidersProps) {
  const [sync] = useState(() => {
    setApi(apiUrl, userId);
    // Radix's dialogs look here for the nonce of the styles they add. Once: a document keeps its first nonce.
    if (typeof window !== "undefined") Object.assign(window, { __webpack_nonce__: nonce });
    return new Sync(userId);
  });
  const [halfWritten] = useState(() => new HalfWritten(userId));
  useEffect(() => sync.start(), [sync]);
  useEffect(() => forgetHalfWritten(userId), [userId]);
  useEffect(keepAppOffline, []);
  useEffect(() => {
    // Going back after signing out must not bring the page back as it was, from the browser's memory.
    const reload = (event: PageTransitionEvent) => event.persisted && window.location.reload();
    window.addEventListener("pageshow", reload);
    return () => window.removeEventListener("pageshow", reload);
  }, []);
  return (
    <SyncContext value={sync}>
      <HalfWrittenContext value={halfWritten}>
        <ToastProvider>{children}</ToastProvider>
      </HalfWrittenContext>
    </SyncContext>
  );
}
