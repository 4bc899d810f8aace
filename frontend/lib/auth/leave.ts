/** Going on with a full page load, so that everything held in memory goes with the page. */

/** Never settles: the page is on its way out, and what waits for this stays pending until then. */
export function leave(to: string): Promise<never> {
  window.location.assign(to);
  return new Promise(() => {});
}
