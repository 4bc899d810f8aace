/** Going on with a full page load, so that everything held in memory goes with the page. */

import { hasSession } from "../api/token";
import { isAnybodySignedIn, isOwnSession } from "./own-session";

/** Forgets what has to be forgotten, and leaves. */
type Farewell = () => Promise<never>;

let ending: Promise<unknown> | undefined;
let unsaid: Farewell | undefined;
let ended: Promise<never> | undefined;
const whatToForget = new Set<() => void>();

/** Never settles: the page is on its way out, and what waits for this stays pending until then. */
export function leave(to: string): Promise<never> {
  window.location.assign(to);
  return forever();
}

/**
 * `end` ends the session, as the person asked; what it returns is what went wrong. Until that is known, nothing else on
 * the page leads elsewhere because of it. Where an answer was lost, `farewell` is said when the session is found to be over.
 */
export function endSession<Problem>(
  end: () => Promise<Problem | undefined>,
  farewell: Farewell,
): Promise<Problem | undefined> {
  const result = conclude(end, farewell);
  ending = result.catch(() => {});
  return result;
}

async function conclude<Problem>(end: () => Promise<Problem | undefined>, farewell: Farewell) {
  const problem = unsaid && (await isOver()) ? undefined : await end();
  const over = !problem || (await isOver());
  if (over) return farewell();
  unsaid = over === undefined ? farewell : undefined;
  return problem;
}

/** Undefined where nobody can say. */
const isOver = () =>
  hasSession().then(
    (has) => !has,
    () => undefined,
  );

/** For whoever finds that the session has ended: as `leave`, but back does not lead here, and nothing speaks of an error meanwhile. */
export async function leaveEnded(place: () => string): Promise<never> {
  await ending;
  ended ??= unsaid ? unsaid() : replaceBy(place());
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
