/** Runs once as the server starts: a wrong setting ends it there, with one sentence. */

import { getConfig } from "./lib/config";

export function register() {
  // Written this way for the bundler, which also prepares this file for a runtime without processes.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    try {
      getConfig();
    } catch (error) {
      console.error((error as Error).message);
      process.exit(1);
    }
  }
}
