/** Which rows of a very long list are near the window, and how high all others are. */
"use client";

import { type RefObject, useCallback, useEffect, useEffectEvent, useLayoutEffect, useState } from "react";
import { flushSync } from "react-dom";

/** Of a row that has not been seen. */
const ROW_HEIGHT = 49;
/** What is drawn above the window and below it. */
const SPARE = 400;
/** So many rows come and go together: most steps of a wheel change nothing. */
const STEP = 8;

/** `keys` are those of the rows from top to bottom, undefined where all of them are drawn anyway. */
export function useNearRows(list: RefObject<HTMLUListElement | null>, keys: readonly string[] | undefined) {
  const [heights] = useState(() => new Map<string, number>());
  // More than fit into a window, before it is known where the list is.
  const [near, setNear] = useState({ from: 0, to: 5 * STEP });
  const heightOf = useCallback((key: string) => heights.get(key) ?? ROW_HEIGHT, [heights]);

  const look = useEffectEvent(() => {
    if (!list.current || !keys) return;
    const above = -list.current.getBoundingClientRect().top - SPARE;
    const below = above + window.innerHeight + 2 * SPARE;
    let [from, to, end] = [0, 0, 0];
    while (to < keys.length && end < below) {
      end += heightOf(keys[to++] ?? "");
      if (end < above) from = to;
    }
    from -= from % STEP;
    to += STEP - (to % STEP);
    setNear((before) => (before.from === from && before.to === to ? before : { from, to }));
  });

  useLayoutEffect(() => {
    // Before it is seen: where the window is, there may be nothing now.
    if (keys) look();
  }, [keys]);
  const isLong = keys !== undefined;
  useEffect(() => {
    if (!list.current || !isLong) return;
    const whenResized = () => look();
    // Before the browser paints what it has scrolled to.
    const whenScrolled = () => flushSync(whenResized);
    window.addEventListener("scroll", whenScrolled, { passive: true });
    window.addEventListener("resize", whenResized);
    const watch = new ResizeObserver(([entry]) => {
      /** How far what is seen has moved, because rows above it are not as high as was expected. */
      let moved = 0;
      for (const row of entry?.target.querySelectorAll<HTMLElement>(":scope > [data-key]") ?? []) {
        const { key = "" } = row.dataset;
        const { height, bottom } = row.getBoundingClientRect();
        const grown = height - heightOf(key);
        if (bottom - moved - grown <= 0) moved += grown;
        heights.set(key, height);
      }
      // Safari does not keep what is seen where it is.
      if (moved !== 0 && !CSS.supports("overflow-anchor", "auto")) window.scrollBy(0, moved);
      look();
    });
    watch.observe(list.current);
    return () => {
      window.removeEventListener("scroll", whenScrolled);
      window.removeEventListener("resize", whenResized);
      watch.disconnect();
    };
  }, [list, heights, heightOf, isLong]);

  return { near, heightOf };
}
