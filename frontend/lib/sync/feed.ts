/** Reads what the API has: first everything, in pages, then each change, from one stream of events. */

import type { Call } from "../api/client";
import type { Connection } from "../api/connection";
import { ApiError, isRefusal } from "../api/errors";
import type { Position } from "./database";

/** The API sends something every 15 s. After this much silence the stream is dead. */
const SILENCE_MS = 40_000;
/** Where it begins with silence, somebody between may be keeping it to himself: the person waits for news. */
const SILENCE_AT_FIRST_MS = 20_000;
const HEALTHY_MS = 10_000;
const LARGEST_PAGE = 1000;
/** A page that has come in this time may be twice as large: a request has 15 s. */
const QUICK_MS = 4_000;

/** What the API tells at once: of each kind, the items that have changed and those that are gone. */
export type Page = Readonly<Record<string, unknown>>;

export type Reader = {
  position: () => Position | undefined;
  onPage: (page: Page, position: Position) => void;
  /** The API gives nothing, and says why. */
  onRefused: (detail: string) => void;
};

/** Nothing is loaded yet. This is the smallest id. */
const BEGIN: Position = { token: "", loadedTo: "00000000-0000-0000-0000-000000000000" };
/** All items are loaded as they were when the load began. This is greater than all ids. */
const CATCHING_UP = "~";
const NOTHING: Page = {};

/** Has one request at a time. After any interruption it continues where it stopped. */
export class Feed {
  #stream: AbortController | null = null;
  #isRunning = false;
  #isWanted = false;
  #failures = 0;
  #limit = LARGEST_PAGE;
  /** The stream has told nothing, or nothing that can be read, and would do the same again: what there is must be asked for. */
  #isDeaf = false;
  #pausing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly call: Call,
    private readonly connection: Connection,
    /** Without a limit of time. */
    private readonly fetch: (request: Request) => Promise<Response>,
    private readonly reader: Reader,
  ) {}

  /** Goes on at once, or when the connection is tried again. */
  resume = (): void => {
    this.#isWanted = true;
    if (this.#isRunning) return;
    clearTimeout(this.#pausing);
    void this.#run();
  };

  pause(): void {
    this.#isWanted = false;
    clearTimeout(this.#pausing);
    this.#stream?.abort();
  }

  /** The stream has ended for sure, as the browser says. */
  interrupt = (): void => this.#stream?.abort();

  async #run(): Promise<void> {
    this.#isRunning = true;
    const stream = new AbortController();
    this.#stream = stream;
    const since = Date.now();
    try {
      await this.#load(stream.signal);
      await this.#listen(stream);
    } catch (error) {
      if (error instanceof ApiError) {
        // Not heard, but refused.
        this.#isDeaf = false;
        if (!error.isPassing) this.reader.onRefused(error.detail);
      }
    }
    this.#isRunning = false;
    this.#stream = null;
    this.#failures = Date.now() - since > HEALTHY_MS ? 1 : this.#failures + 1;
    // Without a connection, `connection` says when to continue. The random delay spreads the load after an outage.
    if (!this.#isWanted || this.connection.isWaiting()) return;
    const delay = this.connection.delayAfter(this.#failures);
    this.#pausing = setTimeout(this.resume, delay * (0.3 + Math.random() * 0.7));
  }

  /** Everything there is, or the rest of it, and what the stream does not tell. */
  async #load(signal: AbortSignal): Promise<void> {
    if (!this.reader.position()) this.reader.onPage(NOTHING, BEGIN);
    const position = () => this.reader.position() ?? BEGIN;
    for (let at = position(); at.loadedTo !== null || this.#isDeaf; at = position()) {
      const page = await this.#page(at.token).catch((error: unknown) => {
        // Without an answer: the line may be too slow for so many.
        if (isRefusal(error, 0)) this.#limit = Math.ceil(this.#limit / 2);
        if (!isRefusal(error, 410)) throw error;
        return null;
      });
      if (signal.aborted) return;
      this.#isDeaf = false;
      if (page) this.reader.onPage(page, positionAfter(page));
      else this.reader.onPage(NOTHING, BEGIN);
    }
  }

  async #page(since: string) {
    const asked = Date.now();
    const query = { limit: this.#limit, ...(since && { since }) };
    const page = await this.call((api) => api.GET("/api/tasks/changes", { params: { query } }));
    if (!Array.isArray(page.data)) throw new ApiError("The server has answered something else", 0);
    if (Date.now() - asked < QUICK_MS) this.#limit = Math.min(this.#limit * 2, LARGEST_PAGE);
    return page;
  }

  async #listen(stream: AbortController): Promise<void> {
    const { signal } = stream;
    let silence: ReturnType<typeof setTimeout> | undefined;
    const waitFor = (milliseconds: number) => {
      clearTimeout(silence);
      silence = setTimeout(() => stream.abort(), milliseconds);
    };
    const hear = () => {
      this.#isDeaf = false;
      waitFor(SILENCE_MS);
      this.connection.succeeded();
    };
    try {
      const headers = { "Last-Event-ID": this.reader.position()?.token ?? "" };
      if (signal.aborted) return;
      this.#isDeaf = true;
      waitFor(SILENCE_AT_FIRST_MS);
      const body = await this.call((api) =>
        api.GET("/api/events", { parseAs: "stream", fetch: this.fetch, signal, headers }),
      );
      for await (const { event, id = "", data = "" } of eventsOf(
        body as unknown as ReadableStream<BufferSource>,
        hear,
      )) {
        if (signal.aborted) return;
        this.#failures = 0;
        // The log does not reach back so far.
        if (event === "reset") return this.reader.onPage(NOTHING, BEGIN);
        if (event !== "change") continue;
        this.#isDeaf = true;
        this.reader.onPage(JSON.parse(data), { token: id, loadedTo: null });
        this.#isDeaf = false;
      }
    } finally {
      clearTimeout(silence);
      stream.abort();
    }
  }
}

/** A first load is ordered by id, and its token ends with the last id. After it come the changes from the log. */
function positionAfter({ next, has_more }: { next: string; has_more: boolean }): Position {
  const last = next.split("~")[1];
  return { token: next, loadedTo: last ?? (has_more ? CATCHING_UP : null) };
}

type ServerEvent = Readonly<Record<string, string>>;

/** A CR at the end of what has come may be half of a CRLF. Whatever else JavaScript takes for the end of a line is text. */
const LINE_END = /\r\n|\n|\r(?!$)/;

/** The events of a stream (HTML Living Standard, 9.2), each field of which our API writes on one line. */
async function* eventsOf(body: ReadableStream<BufferSource>, onChunk: () => void): AsyncGenerator<ServerEvent> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  let event: Record<string, string> = {};
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    onChunk();
    const lines = (text + chunk.value).split(LINE_END);
    text = lines.pop() ?? "";
    for (const line of lines) {
      const [, name, value = ""] = /^([^:]+): ?(.*)$/s.exec(line) ?? [];
      if (name) event[name] = value;
      if (line !== "") continue;
      if (event.event) yield event;
      event = {};
    }
  }
}
