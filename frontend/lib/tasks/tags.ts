/** The tags that tasks have. Pure. */

import { fold } from "../fold";
import type { Findable } from "./search";

export type TagCount = { name: string; open: number };

/** Those of tasks that are still to be done, by name; each as it was written first. */
export function countTags(tasks: readonly Findable[]): TagCount[] {
  const counts = new Map<string, TagCount>();
  for (const task of tasks) {
    if (task.completed) continue;
    for (const name of task.tags) {
      const key = fold(name);
      const known = counts.get(key);
      if (known) known.open += 1;
      else counts.set(key, { name, open: 1 });
    }
  }
  return [...counts.values()].sort((one, other) => one.name.localeCompare(other.name));
}
