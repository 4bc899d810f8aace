/** Why something that was done to the trash has not been taken. */

import type { List } from "@/lib/domain/list";
import { NOT_IN_TRASH } from "@/lib/sync/refusals";
import type { Refusal, Task } from "@/lib/sync/tasks";

export function sayRefusal({ change, detail }: Refusal): string {
  return change.kind === "erase" && detail === NOT_IN_TRASH ? `No longer in the trash: ${nameOf(change.seen)}` : detail;
}

/** The engine tells of lists, too. */
const nameOf = (seen: Task | List) => ("name" in seen ? seen.name : seen.title);
