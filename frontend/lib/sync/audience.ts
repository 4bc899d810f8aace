/** Who looks at the pages of this browser: one stream of events is open for all of them as long as anybody does. */

import type { Feed } from "./feed";

/** How long the stream stays open when nobody looks. */
const HIDDEN_MS = 30_000;

export const isSeen = () => globalThis.document?.visibilityState !== "hidden";

export class Audience {
  readonly #pages = new Set<string>();
  #pausing: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly feed: Feed) {}

  /** Notes whether the person looks at that other page. */
  note(page: string, isLookedAt: boolean): void {
    if (isLookedAt) this.#pages.add(page);
    else this.#pages.delete(page);
  }

  /** For the leader: opens the stream, or closes it after a while. */
  watch(): void {
    clearTimeout(this.#pausing);
    if (isSeen() || this.#pages.size > 0) this.feed.resume();
    else this.#pausing = setTimeout(() => this.feed.pause(), HIDDEN_MS);
  }

  stop(): void {
    clearTimeout(this.#pausing);
  }
}
