/** Runs once as the server starts: a wrong setting ends it there, with one sentence, and each request learns where it comes from. */

import type { IncomingMessage } from "node:http";
import { noteAddress } from "./lib/auth/client-address";
import { getConfig } from "./lib/config";

export async function register() {
  // Written this way for the bundler, which also prepares this file for a runtime without processes.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    try {
      getConfig();
    } catch (error) {
      console.error((error as Error).message);
      process.exit(1);
    }
    // Next.js tells of the address only where the request says nothing of one itself.
    const { subscribe } = await import("node:diagnostics_channel");
    subscribe("http.server.request.start", (message) => noteAddress((message as { request: IncomingMessage }).request));
  }
}
