/** What a finger that rests on a row means: moved then, it drags the row; lifted, it has selected it. One that moves or leaves before scrolls, swipes or taps. */

import { keyOf } from "@/lib/keys";

export const REST_MS = 450;
/** Fingers tremble. */
export const MOST_PX = 10;

export type Point = { x: number; y: number };

type FingerListener = {
  /** Whether it could be dropped anywhere. */
  canDrag: () => boolean;
  onRest: (row: HTMLElement) => void;
  /** It is lifted where it has rested. */
  onLift: () => void;
  /** From where the finger has rested. */
  onStart: (row: HTMLElement, from: Point) => void;
  onMove: (to: Point) => void;
  /** Undefined: nothing is to be dropped. */
  onEnd: (at: Point | undefined) => void;
};

type Finger = Point & {
  id: number;
  row: HTMLElement;
  timer: ReturnType<typeof setTimeout>;
  does: "wait" | "rest" | "drag";
};

/** On all rows in `element`, until the returned function is called. */
export function listenForFinger(element: HTMLElement, listener: FingerListener): () => void {
  let finger: Finger | undefined;
  /** What is let go of by a finger that has rested is no click. */
  let hasRested = false;
  /** No longer followed; returns what it was. */
  const leave = () => {
    const last = finger;
    finger = undefined;
    clearTimeout(last?.timer);
    last?.row.removeAttribute("data-picked");
    return last?.does;
  };
  const giveUp = () => {
    if (leave() === "drag") listener.onEnd(undefined);
  };
  const down = (event: PointerEvent) => {
    // With a second finger somebody zooms.
    giveUp();
    if (!(event.target instanceof Element && element.contains(event.target))) return;
    hasRested = false;
    const row = event.target.closest<HTMLElement>("[data-index]");
    if (event.pointerType !== "touch" || !event.isPrimary || !row) return;
    const pressed: Omit<Finger, "timer"> = {
      id: event.pointerId,
      x: event.clientX,
      y: event.clientY,
      row,
      does: "wait",
    };
    const timer = setTimeout(() => {
      if (finger) finger.does = "rest";
      hasRested = true;
      row.setAttribute("data-picked", "");
      listener.onRest(row);
    }, REST_MS);
    finger = { ...pressed, timer };
  };
  const move = ({ pointerId, clientX: x, clientY: y }: PointerEvent) => {
    if (finger?.id !== pointerId) return;
    if (finger.does !== "drag") {
      if (Math.hypot(x - finger.x, y - finger.y) <= MOST_PX) return;
      if (finger.does === "wait" || !listener.canDrag()) return giveUp();
      finger.does = "drag";
      listener.onStart(finger.row, finger);
    }
    listener.onMove({ x, y });
  };
  const up = ({ pointerId, clientX: x, clientY: y }: PointerEvent) => {
    if (finger?.id !== pointerId) return;
    const does = leave();
    if (does === "rest") listener.onLift();
    else if (does === "drag") listener.onEnd({ x, y });
  };
  const cancel = ({ pointerId }: PointerEvent) => {
    if (finger?.id === pointerId) giveUp();
  };
  const press = (event: KeyboardEvent) => {
    if (keyOf(event) !== "Escape" || finger?.does !== "drag") return;
    event.stopPropagation();
    giveUp();
  };
  // Otherwise the browser scrolls, and takes the finger away.
  const refuseScrolling = (event: TouchEvent) => {
    if (finger && finger.does !== "wait" && event.cancelable && listener.canDrag()) event.preventDefault();
  };
  // Android's own menu would do so, too.
  const refuseMenu = (event: MouseEvent) => {
    if (finger || hasRested) event.preventDefault();
  };
  const refuseClick = (event: MouseEvent) => {
    if (!hasRested) return;
    hasRested = false;
    event.preventDefault();
    event.stopPropagation();
  };
  const listening = new AbortController();
  const { signal } = listening;
  window.addEventListener("pointerdown", down, { capture: true, signal });
  window.addEventListener("pointermove", move, { signal });
  window.addEventListener("pointerup", up, { signal });
  window.addEventListener("pointercancel", cancel, { signal });
  window.addEventListener("keydown", press, { capture: true, signal });
  document.addEventListener("visibilitychange", giveUp, { signal });
  window.matchMedia("(orientation: portrait)").addEventListener("change", giveUp, { signal });
  // From the beginning: iOS does not ask one that comes when the finger is down already.
  element.addEventListener("touchmove", refuseScrolling, { passive: false, signal });
  element.addEventListener("contextmenu", refuseMenu, { signal });
  element.addEventListener("click", refuseClick, { capture: true, signal });
  return () => {
    giveUp();
    listening.abort();
  };
}
