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
export type Fate =
  | "arrives"
  | "is not sent"
  | "is not answered"
  | "is answered by somebody else"
  | "is asked to wait"
  | Response;

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
      const wait = () => {
        const waiting = { name, grant };
        this.#waiting.push(waiting);
        options.signal?.addEventListener("abort", () => {
          this.#waiting = this.#waiting.filter((one) => one !== waiting);
          reject(new DOMException("Aborted", "AbortError"));
        });
      };
      if (isHeld) return wait();
      queueMicrotask(() => (this.#held.some((held) => held.name === name) ? wait() : grant()));
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

  /** How long a page waits for the leader's word. */
  patience = 1_000;

  /** What an answer, and each piece of a stream, waits for on its way. */
  after: (request: Request) => Promise<void> | undefined = () => undefined;

  open({ isAlone = false } = {}): TestPage {
    return new TestPage(this, isAlone);
  }

  /** What pages tell each other waits so long on its way; in order it stays. */
  turnsToTabs = 1;
  readonly #onTheWay = new Map<Channel, Promise<void>>();

  channel = (name: string): Channel => {
    const channel: Channel = {
      name,
      onmessage: null,
      postMessage: (data) => {
        const copy = structuredClone(data);
        const arrives = pass(this.turnsToTabs);
        for (const other of this.#channels) {
          if (other === channel || other.name !== name) continue;
          const hear = () => {
            if (this.#channels.has(other)) other.onmessage?.({ data: structuredClone(copy) } as never);
          };
          const before = this.#onTheWay.get(other) ?? Promise.resolve();
          this.#onTheWay.set(other, Promise.all([before, arrives]).then(hear));
        }
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
  /** While the browser has frozen it: what it will hear, be answered and say when it wakes up. It holds what it holds. */
  #late: (() => void)[] | undefined;
  /** Whoever wakes up learns last that another page has taken a lock meanwhile. */
  #losses: (() => void)[] = [];
  #onClosed = () => {};
  readonly #closed = new Promise<void>((resolve) => {
    this.#onClosed = resolve;
  });
  #stopListening = () => {};
  readonly #end: () => void;

  constructor(browser: TestBrowser, isAlone: boolean) {
    const fetch = (request: Request) => this.#fetch(browser, request);
    const client = createApi({ baseUrl: "http://api.invalid", fetch });
    const world: Browser = {
      locks: isAlone ? undefined : { query: browser.locks.query, request: this.#lock(browser) },
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
      patience: browser.patience,
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
    this.#onClosed();
    this.#end();
  }

  get isAsleep(): boolean {
    return this.#late !== undefined;
  }

  set isAsleep(isAsleep: boolean) {
    if (isAsleep) this.#late ??= [];
    if (isAsleep) return;
    this.#late?.push(...this.#losses.splice(0));
    this.#wakeUp();
  }

  #wakeUp(): void {
    const [next, ...rest] = this.#late ?? [];
    this.#late = next && rest;
    next?.();
    if (next) setImmediate(() => this.#wakeUp());
  }

  #whenAwake(run: () => void): void {
    if (this.#late) this.#late.push(run);
    else run();
  }

  readonly #awake = () => new Promise<void>((resolve) => this.#whenAwake(resolve));

  #lock({ locks }: TestBrowser): LockManager["request"] {
    const request = async (name: string, options: LockOptions, run: LockGrantedCallback<void>) => {
      await this.#awake();
      const held = () => Promise.race([this.#awake().then(() => run(null)), this.#closed]);
      await locks.request(name, options, held).catch(async (error: unknown) => {
        if (this.isAsleep) await new Promise<void>((resolve) => this.#losses.push(resolve));
        throw error;
      });
    };
    return request as LockManager["request"];
  }

  #channel(browser: TestBrowser, name: string): Channel {
    const channel = browser.channel(name);
    const { postMessage } = channel;
    channel.postMessage = (data) => this.#whenAwake(() => postMessage(data));
    let hear: Channel["onmessage"] = null;
    Object.defineProperty(channel, "onmessage", {
      get: () => hear && ((event: never) => this.#whenAwake(() => hear?.(event))),
      set: (listener: Channel["onmessage"]) => {
        hear = listener;
      },
    });
    return channel;
  }

  /** What comes in pieces is heard piece by piece. */
  #heard(answer: Response, late: () => Promise<void> | undefined): Response {
    if (answer.headers.get("Content-Type") !== "text/event-stream") return answer;
    const pieces = new TransformStream<Uint8Array, Uint8Array>({
      transform: async (piece, on) => {
        await late();
        await this.#awake();
        on.enqueue(piece);
      },
    });
    return new Response(answer.body?.pipeThrough(pieces), answer);
  }

  async #fetch(browser: TestBrowser, request: Request): Promise<Response> {
    const never = new Promise<Response>(() => {});
    const fate = await browser.fate(request);
    await this.#awake();
    if (!this.isOpen) return never;
    if (fate instanceof Response) return fate;
    if (fate === "is not sent") throw new TypeError("Failed to fetch");
    if (fate === "is asked to wait")
      return Response.json({ detail: "Too many" }, { status: 429, headers: { "Retry-After": "0.02" } });
    if (fate === "is answered by somebody else")
      return new Response("<html>Not found</html>", { status: 404, headers: { "Content-Type": "text/html" } });
    const answer = await browser.api.handle(request);
    await browser.after(request);
    await this.#awake();
    if (!this.isOpen) return never;
    if (fate === "is not answered") throw new TypeError("Failed to fetch");
    return this.#heard(answer, () => browser.after(request));
  }
}

export async function pass(turns: number): Promise<void> {
  for (let count = 0; count < turns; count++) await new Promise((resolve) => setImmediate(resolve));
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
