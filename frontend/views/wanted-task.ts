/** The task that somebody wants to see. The list of tasks leads to it as soon as it shows it, and then it is wanted no more. */

import type { ListFacts } from "@/lib/domain/list";
import type { Task } from "@/lib/sync/tasks";
import { hrefOf } from "./address";
import { goTo } from "./go-to";
import { viewFor } from "./tasks";

export type IsMeant = (task: Task) => boolean;

let wanted: IsMeant | null = null;
const watchers = new Set<() => void>();

export const wantedTask = {
  get: () => wanted,
  set(isMeant: IsMeant | null) {
    wanted = isMeant;
    for (const tell of watchers) tell();
  },
  subscribe: (tell: () => void) => {
    watchers.add(tell);
    return () => void watchers.delete(tell);
  },
};

/** From any view. */
export function showTask(task: Task, lists: ListFacts): void {
  wantedTask.set(({ id }) => id === task.id);
  goTo(hrefOf(viewFor(task, lists)));
}
