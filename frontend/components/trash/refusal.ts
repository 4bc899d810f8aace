/** Why something that was done to the trash has not been taken. */

import { NOT_IN_TRASH } from "@/lib/sync/refusals";
import type { Refusal } from "@/lib/sync/tasks";

export function sayRefusal({ change, detail }: Refusal): string {
  return change.kind === "erase" && detail === NOT_IN_TRASH ? `No longer in the trash: ${change.seen.title}` : detail;
}
