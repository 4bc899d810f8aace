/** How many tasks are still to be done, by what they are in. Pure. */

import type { Task } from "../domain/task";

/** By the list's id; null is none. */
export function countByList(tasks: readonly Task[]): Map<string | null, number> {
  const counts = new Map<string | null, number>();
  for (const { completed, list_id } of tasks) if (!completed) counts.set(list_id, (counts.get(list_id) ?? 0) + 1);
  return counts;
}
