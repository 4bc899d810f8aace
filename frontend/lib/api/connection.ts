/** Whether the API can be reached and when it is tried again: one clock for everything that waits for it. */

import { ApiError } from "./errors";

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 15_000;
/** A timer that is set for longer ends at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * `failures` counts tries in a row; the first alone is often a hiccup that nobody needs to hear of. `asked` is how long the
 * API has asked to be left alone, where it is that for which everything waits. Pages of an earlier version do not say it.
 */
export type Outage = { reason: string; failures: number; retryAt: number; isCertain: boolean; asked?: number };

export type Connection = ReturnType<typeof createConnection>;

export const OFFLINE = "You are offline";

const isOnline = () => navigator.onLine;

export function createConnection(firstDelay = FIRST_DELAY_MS, longestDelay = LONGEST_DELAY_MS) {
  let outage: Outage | null = null;
  /** Whether it is this page that has found it. */
  let isOwn = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Until when the API has asked to be left alone. */
  let quietUntil = 0;
  const watchers = new Set<() => void>();
  const waiting = new Set<(isWanted: boolean) => void>();

  const change = (next: Outage | null) => {
    outage = next;
    for (const tell of watchers) tell();
  };
  const tryAgain = (isWanted: boolean) => {
    clearTimeout(timer);
    timer = undefined;
    quietUntil = 0;
    for (const run of waiting) run(isWanted);
  };
  const tryAgainIn = (delay: number) => {
    clearTimeout(timer);
    timer = setTimeout(tryAgain, delay, false);
  };
  /** Only its time ends such a pause, or a person. What is answered meanwhile was asked before, or is no request. */
  const isAskedFor = () => Date.now() < quietUntil;
  const end = () => {
    if (!outage) return;
    change(null);
    tryAgain(false);
  };

  return {
    get: () => outage,

    /** Whether it is known that nothing can be had just now. */
    isOut: () => !isOnline() || (outage?.isCertain ?? false),

    /** Whether there is nothing to do but to wait until it is tried again. */
    isWaiting: () => timer !== undefined,

    /** Whether it is time to try again, though a timer may not say so yet. */
    isDue: () => !outage || outage.retryAt <= Date.now(),

    /** How long to wait after so many failures in a row. */
    delayAfter: (failures: number) => Math.min(firstDelay * 2 ** (failures - 1), longestDelay),

    subscribe(tell: () => void) {
      watchers.add(tell);
      return () => void watchers.delete(tell);
    },

    /** `run` is called whenever it is time to try again, once more when the API has answered, and before its time where that `isWanted`. */
    onRetry(run: (isWanted: boolean) => void) {
      waiting.add(run);
      return () => void waiting.delete(run);
    },

    failed(error: ApiError) {
      const failures = timer ? (outage?.failures ?? 1) : (outage?.failures ?? 0) + 1;
      const asked = Math.min(error.retryAfterSeconds * 1000, LONGEST_TIMER_MS);
      const delay = Math.max(this.delayAfter(failures), asked);
      const retryAt = Date.now() + delay;
      // Several requests that fail together are one failure.
      if (timer && (!asked || retryAt < (outage?.retryAt ?? 0))) return;
      isOwn = true;
      quietUntil = Math.max(quietUntil, Date.now() + asked);
      tryAgainIn(delay);
      const isCertain = failures > 1 || !isOnline();
      change({ reason: error.detail, failures, retryAt, isCertain, asked: asked < delay ? 0 : asked });
    },

    succeeded() {
      if (!isAskedFor()) end();
    },

    /** What the page that speaks with the API has found. */
    follow(found: Outage | null) {
      // Of what this page was told itself the other one knows nothing.
      if (isOwn && isAskedFor()) return;
      if (!found) return end();
      isOwn = false;
      quietUntil = found.asked ? found.retryAt : 0;
      // The clock may have been set since.
      const longest = Math.max(longestDelay, found.asked ?? 0);
      tryAgainIn(Math.min(Math.max(firstDelay, found.retryAt - Date.now()), longest));
      change(found);
    },

    /** Somebody does not want to wait. */
    retryNow() {
      if (outage) tryAgain(true);
    },

    /** There is a line again. One that comes and goes must not make up for the quiet that the API has asked for. */
    lineIsBack() {
      if (outage) tryAgainIn(Math.max(0, quietUntil - Date.now()));
    },
  };
}

export const connection = createConnection();

if (typeof window !== "undefined") {
  window.addEventListener("online", connection.lineIsBack);
  window.addEventListener("offline", () => connection.failed(new ApiError(OFFLINE, 0)));
}
