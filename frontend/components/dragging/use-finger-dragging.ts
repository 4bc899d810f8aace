/** Dragging by a finger that has rested on a row: by the same rules as with a mouse, but scrolling by itself. */
"use client";

import { type RefObject, useEffect, useEffectEvent } from "react";
import type { Rest } from "@/components/tasks/use-selecting";
import { chipAt } from "./chip";
import { speedAt } from "./edge-scroll";
import { listenForFinger, type Point } from "./finger";
import { type Dragging, whereIs } from "./use-dragging";

type FingerDragging = Pick<Dragging, "onStart" | "onMove" | "onDrop" | "onEnd"> & {
  canDrag: () => boolean;
  onRest: (row: HTMLElement) => Rest | undefined;
};

export function useFingerDragging(list: RefObject<HTMLElement | null>, dragging: FingerDragging): void {
  const canDrag = useEffectEvent(() => dragging.canDrag());
  const rest = useEffectEvent((row: HTMLElement) => dragging.onRest(row));
  const start = useEffectEvent((row: HTMLElement, at: Point) => dragging.onStart(row, whereIs(at)));
  const move = useEffectEvent((at: Point) => dragging.onMove(whereIs(at)));
  const drop = useEffectEvent((at: Point) => dragging.onDrop(whereIs(at)));
  const end = useEffectEvent(() => dragging.onEnd());

  useEffect(() => {
    // Which element the rows are in changes with their number; what is around them does not.
    const around = list.current?.parentElement;
    if (!around) return;
    let rested: Rest | undefined;
    let held: { row: HTMLElement; chip: ReturnType<typeof chipAt>; at: Point } | undefined;
    let frame = 0;
    /** Also while the finger is still, as the rows below it are not. */
    const scroll = (last: number) => {
      frame = requestAnimationFrame((now) => {
        if (!held) return;
        const speed = speedAt(held.at.y, window.innerHeight);
        if (speed !== 0) {
          // A frame that was late must not take the rows away from under the finger.
          window.scrollBy({ top: (speed * Math.min(now - last, 50)) / 1000, behavior: "instant" });
          move(held.at);
        }
        scroll(now);
      });
    };
    return listenForFinger(around, {
      canDrag: () => canDrag(),
      onRest(row) {
        rested = rest(row);
      },
      onLift: () => rested?.lift(),
      onStart(row, from) {
        held = { row, chip: chipAt(start(row, from)), at: from };
        row.setAttribute("data-dragged", "");
        scroll(performance.now());
      },
      onMove(at) {
        if (held) held.at = at;
        held?.chip.move(at.x, at.y);
        move(at);
      },
      onEnd(at) {
        cancelAnimationFrame(frame);
        held?.row.removeAttribute("data-dragged");
        held?.chip.remove();
        held = undefined;
        if (at) drop(at);
        end();
        rested?.takeBack();
      },
    });
  }, [list]);
}
