/** Accounts are at home at one address. Whoever has opened the app at another name of this machine is led there, others are told. */
"use client";

import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { isSameMachine } from "@/lib/same-machine";
import { useHydrated } from "@/lib/use-hydrated";

const WrongAddress = lazy(() => import("./wrong-address"));

export function RightAddress({ url, children }: { url: string; children: ReactNode }) {
  const here = useHydrated() ? window.location : undefined;
  const right = here && here.origin !== url ? url + here.pathname + here.search : undefined;
  const isNear = right !== undefined && isSameMachine(window.location.hostname, new URL(right).hostname);
  useEffect(() => {
    if (right && isNear) window.location.replace(right);
  }, [right, isNear]);
  if (!right) return <div className="contents">{children}</div>;
  return <Suspense>{!isNear && <WrongAddress url={url} right={right} />}</Suspense>;
}
