/** Whether the API can be reached and when it is tried again: one clock for everything that waits for it. */

import { ApiError } from "./errors";

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 15_000;

/** `failures` counts tries in a row; the first alone is often a hiccup that nobody needs to hear of. */
export type Outage = { reason: string; failures: number; retryAt: number; isCertain: boolean };

let outage: Outage | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const watchers = new Set<() => void>();
const waiting = new Set<() => void>();

function change(next: Outage | null) {
  outage = next;
  for (const tell of watchers) tell();
}

function tryAgain() {
  clearTimeout(timer);
  timer = undefined;
  for (const run of waiting) run();
}

export const connection = {
  get: () => outage,

  /** Whether it is known that nothing can be had just now. */
  isOut: () => !navigator.onLine || (outage?.isCertain ?? false),

  subscribe(tell: () => void) {
    watchers.add(tell);
    return () => void watchers.delete(tell);
  },

  /** `run` is called whenever it is time to try again, and once more when the API has answered. */
  onRetry(run: () => void) {
    waiting.add(run);
    return () => void waiting.delete(run);
  },

  failed(error: ApiError) {
    // Several requests that fail together are one failure.
    if (timer && !error.retryAfterSeconds) return;
    const failures = timer ? (outage?.failures ?? 1) : (outage?.failures ?? 0) + 1;
    const backoff = Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS);
    const delay = Math.max(backoff, error.retryAfterSeconds * 1000);
    clearTimeout(timer);
    timer = setTimeout(tryAgain, delay);
    const isCertain = failures > 1 || !navigator.onLine;
    change({ reason: error.detail, failures, retryAt: Date.now() + delay, isCertain });
  },

  succeeded() {
    if (!outage) return;
    change(null);
    tryAgain();
  },

  retryNow() {
    if (outage && timer) tryAgain();
  },
};

export const OFFLINE = "You are offline";

if (typeof window !== "undefined") {
  window.addEventListener("online", connection.retryNow);
  window.addEventListener("offline", () => connection.failed(new ApiError(OFFLINE, 0)));
}
