/** What changes on other devices, as it changes: one stream of events for as long as somebody may be looking. */

import { call, fetchWithin } from "../api/client";
import { connection } from "../api/connection";
import type { News } from "./replica";

/** The API says something every 15 s; whoever says nothing for longer is gone. */
const SILENCE_MS = 40_000;
/** A browser has few connections for one server, and a stream takes one of them. */
const HIDDEN_MS = 30_000;
const FIRST_DELAY_MS = 300;
const LONGEST_DELAY_MS = 30_000;
const HEALTHY_MS = 10_000;

type Listener = {
  /** Where to go on; what it raises counts as a failure to open the stream. */
  since: () => Promise<string>;
  onNews: (news: News, state: string) => void;
  /** The log does not reach back so far. */
  onReset: () => void;
};

/** Until the returned function is called. */
export function listen(listener: Listener): () => void {
  let stream: AbortController | null = null;
  let delay = FIRST_DELAY_MS;
  let opening: ReturnType<typeof setTimeout> | undefined;
  let hiding: ReturnType<typeof setTimeout> | undefined;
  let isWanted = true;

  const open = async () => {
    clearTimeout(opening);
    if (stream || !isWanted) return;
    stream = new AbortController();
    const openedAt = Date.now();
    await read(listener, stream).catch(() => {});
    stream = null;
    delay = Date.now() - openedAt > HEALTHY_MS ? FIRST_DELAY_MS : Math.min(delay * 2, LONGEST_DELAY_MS);
    // Not everybody at once after a server has been away. Without a connection, `connection` says when.
    if (!connection.get()) opening = setTimeout(open, delay * (0.5 + Math.random()));
  };
  const close = () => {
    isWanted = false;
    clearTimeout(opening);
    stream?.abort();
  };
  const look = () => {
    clearTimeout(hiding);
    isWanted = true;
    if (document.visibilityState === "hidden") hiding = setTimeout(close, HIDDEN_MS);
    void open();
  };

  const giveUp = () => stream?.abort();

  const forget = connection.onRetry(() => void open());
  window.addEventListener("offline", giveUp);
  document.addEventListener("visibilitychange", look);
  look();
  return () => {
    forget();
    window.removeEventListener("offline", giveUp);
    document.removeEventListener("visibilitychange", look);
    clearTimeout(hiding);
    close();
  };
}

const fetchForever = fetchWithin(null);

async function read({ since, onNews, onReset }: Listener, controller: AbortController): Promise<void> {
  const { signal } = controller;
  let silence: ReturnType<typeof setTimeout> | undefined;
  const isAlive = () => {
    clearTimeout(silence);
    silence = setTimeout(() => controller.abort(), SILENCE_MS);
  };
  try {
    const headers = { "Last-Event-ID": await since() };
    isAlive();
    const body = await call((api) =>
      api.GET("/api/events", { parseAs: "stream", fetch: fetchForever, signal, headers }),
    );
    for await (const { name, id, data } of eventsOf(body as ReadableStream<BufferSource>, isAlive)) {
      if (signal.aborted) return;
      if (name === "change") onNews(JSON.parse(data), id);
      else if (name === "reset") return onReset();
    }
  } finally {
    clearTimeout(silence);
    controller.abort();
  }
}

type ServerEvent = { name: string; id: string; data: string };

/** The events of a stream (HTML Living Standard, 9.2), each field of which our API writes on one line. */
async function* eventsOf(body: ReadableStream<BufferSource>, onChunk: () => void): AsyncGenerator<ServerEvent> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    onChunk();
    const blocks = (text + chunk.value).split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const field = (name: string) => block.match(new RegExp(`^${name}: (.*)$`, "m"))?.[1] ?? "";
      if (field("event")) yield { name: field("event"), id: field("id"), data: field("data") };
    }
  }
}
