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
  // As many as fit into most windows, before it is known where the list is.
  const [near, setNear] = useState({ from: 0, to: 3 * STEP });
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

  const lookAgain = useEffectEvent(() => {
    // Far below, there may be nothing now where the window is: that must not be seen. At the top, the browser is not hurried.
    if (near.from > 0) look();
    else requestAnimationFrame(look);
  });
  useLayoutEffect(() => {
    if (keys) lookAgain();
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
