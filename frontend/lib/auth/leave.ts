/** Going on with a full page load, so that everything held in memory goes with the page. */

import { isAnybodySignedIn, isOwnSession } from "./own-session";

/** Forgets what has to be forgotten, and leaves. */
export type Farewell = () => Promise<never>;

/** The last attempt to end the session (`end-session.ts`), and what is still to be said if it has ended it all the same. */
export const ending: { attempt?: Promise<unknown>; unsaid?: Farewell | undefined } = {};
let ended: Promise<never> | undefined;
const whatToForget = new Set<() => void>();

/** Never settles: the page is on its way out, and what waits for this stays pending until then. */
export function leave(to: string): Promise<never> {
  window.location.assign(to);
  return forever();
}

/** For whoever finds that the session has ended: as `leave`, but back does not lead here, and nothing speaks of an error meanwhile. */
export async function leaveEnded(place: () => string): Promise<never> {
  await ending.attempt;
  ended ??= ending.unsaid ? ending.unsaid() : replaceBy(place());
  return ended;
}

/** Of the person whose session is over nothing may be seen, however long the way to the next page takes. */
export async function leaveIfOver(): Promise<void> {
  if (isOwnSession()) return;
  document.documentElement.hidden = true;
  for (const forget of whatToForget) forget();
  // Without the words of a search.
  await leaveEnded(() => (isAnybodySignedIn() ? window.location.pathname : "/sign-in"));
}

/** `forget` is called before the page of a session that is over is left, until the returned function is called. */
export function whenOver(forget: () => void): () => void {
  whatToForget.add(forget);
  return () => void whatToForget.delete(forget);
}

export const isLeaving = () => ended !== undefined;

function replaceBy(place: string): Promise<never> {
  window.location.replace(place);
  return forever();
}

const forever = () => new Promise<never>(() => {});
