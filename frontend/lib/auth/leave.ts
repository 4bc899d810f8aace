/** Going on with a full page load, so that everything held in memory goes with the page. */

let ending: Promise<unknown> | undefined;
let ended: Promise<never> | undefined;

/** Never settles: the page is on its way out, and what waits for this stays pending until then. */
export function leave(to: string): Promise<never> {
  window.location.assign(to);
  return forever();
}

/** `end` ends the session, as the person asked, and leaves. Until that fails, nothing else on the page leads elsewhere because of it. */
export function endSession<Result>(end: () => Promise<Result>): Promise<Result> {
  const result = end();
  ending = result.catch(() => {});
  return result;
}

/** For whoever finds that the session has ended: as `leave`, but back does not lead here, and nothing speaks of an error meanwhile. */
export async function leaveEnded(place: () => string): Promise<never> {
  await ending;
  if (!ended) {
    ended = forever();
    window.location.replace(place());
  }
  return ended;
}

export const isLeaving = () => ended !== undefined;

const forever = () => new Promise<never>(() => {});
