/** What the pages share in the browser: the person's tasks, what is being written, notes. */
"use client";

import { type ReactNode, useEffect, useState } from "react";
import { ToastProvider } from "@/components/ui/toast";
import { setApi } from "@/lib/api/client";
import { whenOver } from "@/lib/auth/leave";
import { followSession } from "@/lib/auth/other-tabs";
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
  useEffect(followSession, []);
  useEffect(() => whenOver(forgetHalfWritten), []);
  useEffect(() => sync.start(), [sync]);
  useEffect(() => forgetHalfWritten(userId), [userId]);
  useEffect(keepAppOffline, []);
  return (
    <SyncContext value={sync}>
      <HalfWrittenContext value={halfWritten}>
        <ToastProvider>{children}</ToastProvider>
      </HalfWrittenContext>
    </SyncContext>
  );
}
