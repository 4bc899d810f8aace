/** The pages of one person in one browser: who of them speaks with the API, and what they tell each other. */

import type { Outage } from "../api/connection";
import type { Choice } from "./choice";
import type { Pending } from "./command";
import { type Position, VERSION } from "./database";
import type { Items } from "./replica";
import type { Rows } from "./table";

/** From the leader to all. */
export type News = {
  kind: "news";
  /** Which page; those of an earlier version do not say it. */
  from?: string;
  rows?: readonly Rows[];
  /** In place of all that the page for which it is knows; without items, those are what it knows. */
  all?: { for: string; items: Items | undefined; pending: Pending[] };
  position: Position | undefined;
  pending: readonly Pending[];
  dropped: readonly string[];
  outage: Outage | null;
  refused: string | undefined;
};

export type Message =
  | News
  /** Done on another page, and kept if it could be. */
  | { kind: "added"; commands: Pending[] }
  /** Told to the person on another page. */
  | { kind: "heard"; ids: string[] }
  /** A page leads from now on: all others say that they are there. */
  | { kind: "leads" }
  /** From the leader, at once, to whoever tells it anything: it is not asleep. */
  | { kind: "here" }
  /** To the leader, about nothing else. */
  | { kind: "ask" }
  /** To the leader: a page begins to look, or is looked at no more. */
  | { kind: "hello"; page: string; token: string | undefined; isSeen: boolean }
  | ({ kind: "choose" } & Choice)
  /** To the leader: as soon as it is time, or at once if that `isWanted`. */
  | { kind: "try"; refused: boolean; isWanted: boolean };

/** What a browser has for this. `query` and `steal` are those of Web Locks. */
export type Browser = {
  locks: Pick<LockManager, "request" | "query"> | undefined;
  channel: (name: string) => Pick<BroadcastChannel, "postMessage" | "close" | "onmessage"> | undefined;
};

export const thisBrowser = (): Browser => ({
  locks: navigator.locks,
  channel: (name) => (typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel(name)),
});

const nameOf = (what: string, userId: string) => `todo-${what}-${VERSION}-${userId}`;
const pageLock = (page: string) => `todo-page-${page}`;

export class Tabs {
  #channel: ReturnType<Browser["channel"]>;
  #ending = new AbortController();

  constructor(
    private readonly browser: Browser,
    private readonly userId: string,
    private readonly page: string,
  ) {}

  /** Without locks nobody can tell which pages there are: then each stands alone. */
  get isAlone(): boolean {
    return !this.browser.locks || !this.#channel;
  }

  open(onMessage: (message: Message) => unknown): void {
    if (!this.browser.locks) return;
    this.#channel = this.browser.channel(nameOf("pages", this.userId));
    if (this.#channel) this.#channel.onmessage = ({ data }: MessageEvent<Message>) => onMessage(data);
    this.#hold(pageLock(this.page));
  }

  post(message: Message): void {
    this.#channel?.postMessage(message);
  }

  /** `onLead` runs when this page is the leader, and `onLost` when another has taken that over, because this one was asleep. */
  lead(onLead: () => void, onLost: () => void, isForced = false) {
    if (this.isAlone) return onLead();
    this.#hold(nameOf("leader", this.userId), onLead, onLost, isForced);
  }

  #hold(name: string, onHeld = () => {}, onLost = () => {}, steal = false): void {
    const { signal } = this.#ending;
    let isHeld = false;
    const held = () => {
      isHeld = true;
      onHeld();
      return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    };
    const options = steal ? { steal } : { signal };
    this.browser.locks?.request(name, options, held).catch(() => {
      if (isHeld && !signal.aborted) onLost();
    });
  }

  /** Whether that page is open. */
  async isOpen(page: string): Promise<boolean> {
    if (page === this.page) return true;
    const { held = [] } = (await this.browser.locks?.query()) ?? {};
    return held.some(({ name }) => name === pageLock(page));
  }

  close(): void {
    this.#ending.abort();
    this.#channel?.close();
    this.#channel = undefined;
  }
}
