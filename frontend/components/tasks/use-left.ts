/** Tasks that have left their box before a reload, and perhaps did not get any further. */
"use client";

import { useEffect, useEffectEvent } from "react";
import type { HalfWritten, Leaving } from "@/lib/tasks/half-written";

/** `isAdded`: whether it was added already; if so, it resolves when it is kept. */
export function useLeft(
  written: HalfWritten,
  isAdded: (id: string) => Promise<boolean>,
  add: (left: readonly Leaving[]) => Promise<void>,
) {
  const addLeft = useEffectEvent(async () => {
    const leaving = written.getLeaving();
    const known = await Promise.all(leaving.map(({ id }) => isAdded(id)));
    written.left(leaving.filter((_, place) => known[place]).map(({ id }) => id));
    const rest = leaving.filter((_, place) => !known[place]);
    if (rest.length > 0) await add(rest);
  });
  useEffect(() => void addLeft(), []);
}
