/** The focus goes on where what had it is gone. */
"use client";

import { useEffect, useEffectEvent, useRef } from "react";

/** Only what was there can be gone: a page that opens without it leaves the focus, and what is scrolled, as they are. */
export function useFocusWhenGone(isThere: boolean, next: () => HTMLElement | null | undefined): void {
  const wasThere = useRef(false);
  const focusNext = useEffectEvent(() => next()?.focus({ preventScroll: true }));
  useEffect(() => {
    const isGone = wasThere.current && !isThere;
    wasThere.current = isThere;
    if (isGone && document.activeElement === document.body) focusNext();
  }, [isThere]);
}
