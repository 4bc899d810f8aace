/** Rows that were ticked stay for a moment where they are: nothing moves under the pointer of who ticks one after the other. */
"use client";

import { useCallback, useEffect, useState } from "react";

const LINGER_MS = 1_500;
const NONE: ReadonlySet<string> = new Set();

/** Until the last tick is a moment ago, or another view is looked at. `view` names the one that is. */
export function useLingering(view: string) {
  const [kept, setKept] = useState({ view, ids: NONE });
  const lingering = kept.view === view ? kept.ids : NONE;
  useEffect(() => {
    if (lingering.size === 0) return;
    const timer = setTimeout(() => setKept({ view, ids: NONE }), LINGER_MS);
    return () => clearTimeout(timer);
  }, [lingering, view]);
  const linger = useCallback(
    (taskId: string) =>
      // Together with the change that it is about: the list is drawn once for both.
      queueMicrotask(() =>
        setKept((before) => ({ view, ids: new Set([...(before.view === view ? before.ids : NONE), taskId]) })),
      ),
    [view],
  );
  return { lingering, linger };
}
