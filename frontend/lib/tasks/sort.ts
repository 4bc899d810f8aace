/** The orders that a person can choose. */

import type { Task } from "@/lib/sync/tasks";
import { compare, compareCharacters } from "../compare";
import { inPlace } from "../domain/position";
import { titleKey } from "../fold";

export const sorts = ["position", "newest", "oldest", "due", "priority", "updated", "title"] as const;
export type Sort = (typeof sorts)[number];

/** Within a day, what has a time comes first; what has no day comes last. */
export const dueKey = ({ due_date, due_time }: Pick<Task, "due_date" | "due_time">) =>
  `${due_date ?? "~"} ${due_time ?? "~"}`;

/** `tasks` come newest first. */
export function sortTasks(tasks: Task[], sort: Sort): Task[] {
  switch (sort) {
    case "position":
      return tasks.toSorted(inPlace);
    case "newest":
      return tasks;
    case "oldest":
      return tasks.toReversed();
    case "due":
      return tasks.toSorted((a, b) => compare(dueKey(a), dueKey(b)) || b.priority - a.priority);
    case "priority":
      return tasks.toSorted((a, b) => b.priority - a.priority);
    case "updated":
      return tasks.toSorted((a, b) => compare(b.updated_at, a.updated_at));
    case "title": {
      const keyed = tasks.map((task) => ({ task, key: titleKey(task.title) }));
      keyed.sort((a, b) => compareCharacters(a.key, b.key) || compare(a.task.id, b.task.id));
      return keyed.map(({ task }) => task);
    }
  }
}
