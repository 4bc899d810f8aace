/** Which movements of a finger are swipes of a row: none that scrolls, that has rested there, or that the browser goes back with. */

import { MOST_PX, REST_MS } from "@/components/dragging/finger";

/** From here on inwards a finger means the page; nearer to the edge of the window it means the browser, or the phone. */
const EDGE_PX = 24;

type SwipeListener = {
  /** Whether a swipe of that row would do anything. */
  isMeant: (row: HTMLElement) => boolean;
  /** To the right, or below 0 to the left. */
  onMove: (row: HTMLElement, by: number) => void;
  /** Zero: it has been given up. */
  onEnd: (row: HTMLElement, by: number) => void;
};

type Finger = { id: number; x: number; y: number; at: number; row: HTMLElement; isSwipe: boolean };

/** Of all rows in `element`, until the returned function is called. */
export function listenForSwipes(element: HTMLElement, { isMeant, onMove, onEnd }: SwipeListener): () => void {
  let finger: Finger | undefined;
  let isOver = false;
  const end = (by: number) => {
    const last = finger;
    finger = undefined;
    if (last?.isSwipe) onEnd(last.row, by);
  };
  const down = (event: PointerEvent) => {
    // With a second finger somebody zooms.
    end(0);
    isOver = false;
    const { pointerId: id, clientX: x, clientY: y, timeStamp: at, target } = event;
    const isAtEdge = x < EDGE_PX || x > window.innerWidth - EDGE_PX;
    const row = target instanceof Element && target.closest<HTMLElement>("[data-index]");
    if (event.pointerType !== "touch" || !event.isPrimary || isAtEdge || !row || !isMeant(row)) return;
    finger = { id, x, y, at, row, isSwipe: false };
  };
  const move = ({ pointerId, clientX, clientY, timeStamp }: PointerEvent) => {
    if (finger?.id !== pointerId) return;
    const by = clientX - finger.x;
    if (!finger.isSwipe) {
      const up = clientY - finger.y;
      if (Math.hypot(by, up) <= MOST_PX) return;
      const isAside = Math.abs(by) > Math.abs(up);
      if (!isAside || timeStamp - finger.at >= REST_MS) return end(0);
      // From where it is now, so that the row does not jump.
      finger = { ...finger, x: clientX, isSwipe: true };
    }
    onMove(finger.row, clientX - finger.x);
  };
  const up = ({ pointerId, clientX }: PointerEvent) => {
    if (finger?.id !== pointerId) return;
    isOver = finger.isSwipe;
    end(clientX - finger.x);
  };
  const cancel = ({ pointerId }: PointerEvent) => {
    if (finger?.id === pointerId) end(0);
  };
  /** What the finger lets go of is no click. */
  const click = (event: MouseEvent) => {
    if (!isOver) return;
    isOver = false;
    event.preventDefault();
    event.stopPropagation();
  };
  const controller = new AbortController();
  const { signal } = controller;
  element.addEventListener("pointerdown", down, { signal });
  element.addEventListener("click", click, { signal, capture: true });
  // The row may go while the finger is on it.
  window.addEventListener("pointermove", move, { signal });
  window.addEventListener("pointerup", up, { signal });
  window.addEventListener("pointercancel", cancel, { signal });
  return () => {
    end(0);
    controller.abort();
  };
}
