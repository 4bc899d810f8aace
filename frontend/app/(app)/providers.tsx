/** What the pages share in the browser: server state, notes. */
"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { ToastProvider } from "@/components/ui/toast";
import { setApiUrl } from "@/lib/api/client";

type ProvidersProps = { apiUrl: string; nonce: string; children: ReactNode };

export function Providers({ apiUrl, nonce, children }: ProvidersProps) {
  const [client] = useState(() => {
    setApiUrl(apiUrl);
    // Radix's dialogs look here for the nonce of the styles they add. Once: a document keeps its first nonce.
    if (typeof window !== "undefined") Object.assign(window, { __webpack_nonce__: nonce });
    return new QueryClient();
  });
  useEffect(() => {
    // Going back after signing out must not bring the page back as it was, from the browser's memory.
    const reload = (event: PageTransitionEvent) => event.persisted && window.location.reload();
    window.addEventListener("pageshow", reload);
    return () => window.removeEventListener("pageshow", reload);
  }, []);
  return (
    <QueryClientProvider client={client}>
      <ToastProvider>{children}</ToastProvider>
    </QueryClientProvider>
  );
}
