/** Lets the browser draw first what people wait for. */

/** More than a frame takes. Where nothing is drawn, as when a page is hidden meanwhile, nothing waits for longer. */
const LATEST_MS = 100;

/** Calls it after the next frame, perhaps more than once. */
export function afterDrawing(run: () => void): void {
  if (globalThis.document?.visibilityState !== "visible") {
    run();
    return;
  }
  const late = setTimeout(run, LATEST_MS);
  requestAnimationFrame(() => {
    clearTimeout(late);
    setTimeout(run);
  });
}
