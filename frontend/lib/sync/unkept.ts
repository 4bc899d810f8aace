/** What was done on a page before this browser keeps it: who leaves is warned, and the next page of the tab has it. */

import { isLeaving } from "../auth/leave";
import type { HalfWritten } from "../tasks/half-written";
import { keptOf } from "./command";
import type { Sync } from "./sync";

/** Until the returned function is called. */
export function holdUnkept(sync: Sync, written: HalfWritten): () => void {
  const warn = (event: BeforeUnloadEvent) => {
    if (!isLeaving()) event.preventDefault();
  };
  const leave = () =>
    written.setUnkept(
      sync
        .get()
        .pending.filter(({ order }) => order === null)
        .map(keptOf),
    );
  const look = () => {
    const { pending, isDurable } = sync.get();
    if (pending.length > 0 && !isDurable) return window.addEventListener("beforeunload", warn);
    // No longer than it is needed: with it, some browsers do not keep the page for the way back.
    window.removeEventListener("beforeunload", warn);
    written.setUnkept([]);
  };
  window.addEventListener("pagehide", leave);
  const stop = sync.subscribe(look);
  sync.addAgain(written.getUnkept());
  return () => {
    stop();
    window.removeEventListener("pagehide", leave);
    window.removeEventListener("beforeunload", warn);
  };
}
