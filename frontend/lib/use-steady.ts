/** One function for as long as the component lives, for what is handed to thousands of rows; it runs the latest version. */
"use client";

import { useCallback, useLayoutEffect, useRef } from "react";

/** For handlers of events alone; what an effect calls is for `useEffectEvent`. */
export function useSteady<Args extends unknown[], Result>(run: (...args: Args) => Result): (...args: Args) => Result {
  const latest = useRef(run);
  useLayoutEffect(() => {
    latest.current = run;
  });
  return useCallback((...args: Args) => latest.current(...args), []);
}
