/** For what is asked of the API beside the feed, and has to be asked again once the feed has told something. */

import type { Sync } from "./sync";

/** The returned function says whether anything has been told since it was called last. */
export function newsOf({ state }: Sync): () => boolean {
  const tokenNow = () => state.replica.position?.token;
  let known = tokenNow();
  return () => {
    const before = known;
    known = tokenNow();
    return before !== undefined && known !== before;
  };
}
