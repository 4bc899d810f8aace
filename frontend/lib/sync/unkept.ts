/** Warns who leaves the page before this browser keeps what they have done. */

import { isLeaving } from "../auth/leave";
import type { Sync } from "./sync";

/** Until the returned function is called. */
export function warnOfUnkept(sync: Sync): () => void {
  const warn = (event: BeforeUnloadEvent) => {
    if (!isLeaving()) event.preventDefault();
  };
  // No longer than it is needed: with it, some browsers do not keep the page for the way back.
  const look = () => {
    const { pending, isDurable } = sync.get();
    if (pending.length > 0 && !isDurable) window.addEventListener("beforeunload", warn);
    else window.removeEventListener("beforeunload", warn);
  };
  const leave = sync.subscribe(look);
  return () => {
    leave();
    window.removeEventListener("beforeunload", warn);
  };
}
