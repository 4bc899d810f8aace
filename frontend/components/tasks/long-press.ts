/** A finger that rests on a row selects it; one that scrolls, or leaves at once, means something else. */

export const REST_MS = 450;
/** Fingers tremble. */
export const MOST_PX = 10;

type Press = { timer: ReturnType<typeof setTimeout>; x: number; y: number };

/** On all rows in `element`, until the returned function is called. */
export function listenForRests(element: HTMLElement, onRest: (row: HTMLElement) => void): () => void {
  let press: Press | undefined;
  /** The finger is still there, and what it lets go of is no click. */
  let isPressed = false;
  const end = () => {
    clearTimeout(press?.timer);
    press = undefined;
  };
  const down = (event: PointerEvent) => {
    end();
    isPressed = false;
    const row = event.target instanceof Element && event.target.closest<HTMLElement>("[data-index]");
    if (event.pointerType !== "touch" || !row) return;
    const { clientX: x, clientY: y } = event;
    const timer = setTimeout(() => {
      press = undefined;
      isPressed = true;
      onRest(row);
    }, REST_MS);
    press = { timer, x, y };
  };
  const move = (event: PointerEvent) => {
    if (press && Math.hypot(event.clientX - press.x, event.clientY - press.y) > MOST_PX) end();
  };
  // Android's own menu would take the finger away.
  const refuseMenu = (event: MouseEvent) => {
    if (press || isPressed) event.preventDefault();
  };
  const refuseClick = (event: MouseEvent) => {
    if (!isPressed) return;
    isPressed = false;
    event.preventDefault();
    event.stopPropagation();
  };
  const listening = new AbortController();
  const { signal } = listening;
  element.addEventListener("pointerdown", down, { signal });
  element.addEventListener("pointermove", move, { signal });
  element.addEventListener("pointerup", end, { signal });
  element.addEventListener("pointercancel", end, { signal });
  element.addEventListener("contextmenu", refuseMenu, { signal });
  element.addEventListener("click", refuseClick, { capture: true, signal });
  return () => {
    end();
    listening.abort();
  };
}
