/** The box above the rows goes up to the header when the keyboard of a touch screen comes, so that as many rows as there can be are in sight below it. */

import { type RefObject, useEffect } from "react";

/** So much of the window at least is below a keyboard; what a browser shows and hides of itself takes less. */
const OF_WINDOW = 0.2;

export function useAboveKeyboard(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const viewport = window.visualViewport;
    let isThere = false;
    const hear = () => {
      // Who has zoomed in sees less for another reason.
      if (viewport?.scale !== 1) return;
      const wasThere = isThere;
      isThere = window.innerHeight - viewport.height > window.innerHeight * OF_WINDOW;
      if (!isThere || wasThere) return;
      const { activeElement } = document;
      const box = activeElement instanceof HTMLInputElement ? activeElement.form : null;
      // A field of the open task is in another place.
      if (!box?.parentElement?.contains(list.current)) return;
      box.style.scrollMarginTop = `${document.querySelector("header")?.offsetHeight}px`;
      box.scrollIntoView();
    };
    viewport?.addEventListener("resize", hear);
    return () => viewport?.removeEventListener("resize", hear);
  }, [list]);
}
