/** Accounts are at home at one address. Whoever has opened the app elsewhere is led there, or told. */
"use client";

import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { useHydrated } from "@/lib/use-hydrated";

const WrongAddress = lazy(() => import("./wrong-address"));

export function RightAddress({ url, children }: { url: string; children: ReactNode }) {
  useEffect(() => window.early?.(), []);
  const here = useHydrated() ? window.location : undefined;
  if (!here || here.origin === url) return <div className="contents">{children}</div>;
  return (
    <Suspense>
      <WrongAddress url={url} right={url + here.pathname + here.search} />
    </Suspense>
  );
}
