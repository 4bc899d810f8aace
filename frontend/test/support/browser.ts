/** A browser with pages, as far as the engine needs one: a store, locks, a channel, and a network that may fail. */

import "fake-indexeddb/auto";
import { createApi, createCall } from "../../lib/api/client";
import { createConnection } from "../../lib/api/connection";
import { type Entities, entities } from "../../lib/sync/entities";
import type { Refusal } from "../../lib/sync/refusals";
import { Sync } from "../../lib/sync/sync";
import type { Browser } from "../../lib/sync/tabs";
import type { ModelApi } from "./model-api";

Object.defineProperty(globalThis, "navigator", { value: { onLine: true }, configurable: true });

/** What becomes of one request. */
export type Fate = "arrives" | "is not sent" | "is not answered" | "is answered by somebody else" | Response;

type Held = { name: string; release: (reason?: unknown) => void };
type Waiting = { name: string; grant: () => void };

/** Web Locks, exclusive ones. */
class Locks {
  #held: Held[] = [];
  #waiting: Waiting[] = [];

  /** How often somebody took a lock from who had it. */
  stolen = 0;

  request = ((name: string, options: LockOptions, run: () => Promise<void>) =>
    new Promise<void>((resolve, reject) => {
      const grant = () => {
        const held = { name, release: reject };
        this.#held.push(held);
        void run().finally(() => {
          this.#release(held);
          resolve();
        });
      };
      const isHeld = this.#held.some((held) => held.name === name);
      if (isHeld && options.steal) {
        for (const held of this.#held.filter((one) => one.name === name)) {
          this.#held = this.#held.filter((one) => one !== held);
          this.stolen += 1;
          held.release(new DOMException("Stolen", "AbortError"));
        }
        return grant();
      }
      if (!isHeld) return void queueMicrotask(() => (this.#held.some((held) => held.name === name) ? wait() : grant()));
      const wait = () => {
        const waiting = { name, grant };
        this.#waiting.push(waiting);
        options.signal?.addEventListener("abort", () => {
          this.#waiting = this.#waiting.filter((one) => one !== waiting);
          reject(new DOMException("Aborted", "AbortError"));
        });
      };
      wait();
    })) as unknown as LockManager["request"];

  query = async () => ({ held: this.#held.map(({ name }) => ({ name })), pending: [] });

  #release(held: Held) {
    if (!this.#held.includes(held)) return;
    this.#held = this.#held.filter((one) => one !== held);
    const next = this.#waiting.find(({ name }) => name === held.name);
    if (!next) return;
    this.#waiting = this.#waiting.filter((one) => one !== next);
    next.grant();
  }
}

type Channel = {
  name: string;
  postMessage: (data: unknown) => void;
  onmessage: ((event: never) => void) | null;
  close: () => void;
};

export class TestBrowser {
  readonly locks = new Locks();
  readonly #channels = new Set<Channel>();

  constructor(
    readonly api: ModelApi,
    readonly userId = crypto.randomUUID(),
    /** Of each request in turn; pages that are closed hear nothing more. */
    public fate: (request: Request) => Fate | Promise<Fate> = () => "arrives",
  ) {}

  entities: Entities = entities;

  /** What an answer waits for on its way. */
  after: (request: Request) => Promise<void> | undefined = () => undefined;

  open({ isAlone = false } = {}): TestPage {
    return new TestPage(this, isAlone);
  }

  channel = (name: string): Channel => {
    const channel: Channel = {
      name,
      onmessage: null,
      postMessage: (data) => {
        const copy = structuredClone(data);
        for (const other of this.#channels)
          if (other !== channel && other.name === name)
            setImmediate(
              () => this.#channels.has(other) && other.onmessage?.({ data: structuredClone(copy) } as never),
            );
      },
      close: () => void this.#channels.delete(channel),
    };
    this.#channels.add(channel);
    return channel;
  };
}

export class TestPage {
  readonly connection = createConnection(2, 8);
  readonly refusals: Refusal[] = [];
  readonly sync: Sync;
  isOpen = true;
  /** The browser has frozen it: it says and hears nothing, and holds what it holds. */
  isAsleep = false;
  #stopListening = () => {};
  readonly #end: () => void;

  constructor(browser: TestBrowser, isAlone: boolean) {
    const fetch = (request: Request) => this.#fetch(browser, request);
    const client = createApi({ baseUrl: "http://api.invalid", fetch });
    const world: Browser = {
      locks: isAlone ? undefined : browser.locks,
      channel: ((name: string) => this.#channel(browser, name)) as unknown as Browser["channel"],
    };
    const call = createCall(() => client, this.connection);
    const { connection } = this;
    this.sync = new Sync(browser.userId, {
      call,
      fetchForever: fetch,
      connection,
      browser: () => world,
      entities: browser.entities,
      forgetOthers: async () => {},
      patience: 1_000,
    });
    this.isListening = true;
    this.#end = this.sync.start();
  }

  /** Whether anything on the page tells the person what the API refuses. */
  set isListening(isListening: boolean) {
    this.#stopListening();
    if (isListening) this.#stopListening = this.sync.onRefusal((refusal) => this.refusals.push(refusal));
  }

  close(): void {
    this.isOpen = false;
    this.#end();
  }

  #channel(browser: TestBrowser, name: string): Channel {
    const channel = browser.channel(name);
    const { postMessage } = channel;
    channel.postMessage = (data) => {
      if (!this.isAsleep) postMessage(data);
    };
    let hear: Channel["onmessage"] = null;
    Object.defineProperty(channel, "onmessage", {
      get: () => (this.isAsleep ? null : hear),
      set: (listener: Channel["onmessage"]) => {
        hear = listener;
      },
    });
    return channel;
  }

  async #fetch(browser: TestBrowser, request: Request): Promise<Response> {
    const never = new Promise<Response>(() => {});
    const fate = await browser.fate(request);
    if (!this.isOpen || this.isAsleep) return never;
    if (fate instanceof Response) return fate;
    if (fate === "is not sent") throw new TypeError("Failed to fetch");
    if (fate === "is answered by somebody else")
      return new Response("<html>Not found</html>", { status: 404, headers: { "Content-Type": "text/html" } });
    const answer = await browser.api.handle(request);
    await browser.after(request);
    if (!this.isOpen) return never;
    if (fate === "is not answered") throw new TypeError("Failed to fetch");
    return answer;
  }
}

/** When this is so. */
export async function until(
  isSo: () => boolean,
  what: () => string = () => "it never came to be",
  ms = 30_000,
): Promise<void> {
  const end = Date.now() + ms;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(what());
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
