/** A page: what it needs to speak with the API, and what happens to it. */

import type { Call } from "../api/client";
import type { Connection } from "../api/connection";

/** What a page needs to speak with the API; `patience` is how long it waits for the leader's word. */
export type Means = {
  call: Call;
  /** Without a limit of time. */
  fetchForever: (request: Request) => Promise<Response>;
  connection: Connection;
  patience: number;
};

type Watcher = {
  connection: Connection;
  /** It is looked at, or no longer. */
  look: () => void;
  /** It is time to try what has failed. */
  tryAgain: (isWanted: boolean) => void;
  /** The connection has changed. */
  tell: () => void;
  /** There is no line, as the browser says. */
  interrupt: () => void;
};

export function watchPage(signal: AbortSignal, { connection, look, tryAgain, tell, interrupt }: Watcher): void {
  const leaveQueue = connection.onRetry(tryAgain);
  const leaveConnection = connection.subscribe(tell);
  signal.addEventListener("abort", leaveQueue);
  signal.addEventListener("abort", leaveConnection);
  globalThis.document?.addEventListener("visibilitychange", look, { signal });
  globalThis.window?.addEventListener?.("offline", interrupt, { signal });
}
