/** Rows that were ticked stay for a moment where they are: nothing moves under the pointer of who ticks one after the other. */
"use client";

import { useCallback, useEffect, useState } from "react";
import type { Filter } from "@/lib/tasks/view";

const LINGER_MS = 1_500;
const NONE: ReadonlySet<string> = new Set();

/** Until the last tick is a moment ago, or another filter is looked at. */
export function useLingering(filter: Filter) {
  const [kept, setKept] = useState({ filter, ids: NONE });
  const lingering = kept.filter === filter ? kept.ids : NONE;
  useEffect(() => {
    if (lingering.size === 0) return;
    const timer = setTimeout(() => setKept({ filter, ids: NONE }), LINGER_MS);
    return () => clearTimeout(timer);
  }, [lingering, filter]);
  const linger = useCallback(
    (taskId: string) =>
      setKept((before) => ({ filter, ids: new Set([...(before.filter === filter ? before.ids : NONE), taskId]) })),
    [filter],
  );
  return { lingering, linger };
}
