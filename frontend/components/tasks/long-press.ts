/** A finger that rests on a row selects it; one that scrolls, or leaves at once, means something else. */
"use client";

import { type MouseEvent, type PointerEvent, useMemo, useRef } from "react";
import { useSteady } from "@/lib/use-steady";

export const REST_MS = 450;
/** Fingers tremble. */
export const MOST_PX = 10;

type Press = { timer: ReturnType<typeof setTimeout>; x: number; y: number };

/** Handlers of the element around the rows. */
export function useLongPress(onPress: (row: HTMLElement) => void) {
  const press = useRef<Press>(null);
  /** The finger is still there, and what it lets go of is no click. */
  const isPressed = useRef(false);
  const tell = useSteady(onPress);
  return useMemo(() => {
    const end = () => {
      if (press.current) clearTimeout(press.current.timer);
      press.current = null;
    };
    return {
      onPointerDown(event: PointerEvent) {
        end();
        isPressed.current = false;
        const row = event.target instanceof Element && event.target.closest<HTMLElement>("[data-index]");
        if (event.pointerType !== "touch" || !row) return;
        const { clientX: x, clientY: y } = event;
        const timer = setTimeout(() => {
          press.current = null;
          isPressed.current = true;
          tell(row);
        }, REST_MS);
        press.current = { timer, x, y };
      },
      onPointerMove(event: PointerEvent) {
        const at = press.current;
        if (at && Math.hypot(event.clientX - at.x, event.clientY - at.y) > MOST_PX) end();
      },
      onPointerUp: end,
      onPointerCancel: end,
      // Android's own menu would take the finger away.
      onContextMenu(event: MouseEvent) {
        if (press.current || isPressed.current) event.preventDefault();
      },
      onClickCapture(event: MouseEvent) {
        if (!isPressed.current) return;
        isPressed.current = false;
        event.preventDefault();
        event.stopPropagation();
      },
    };
  }, [tell]);
}
