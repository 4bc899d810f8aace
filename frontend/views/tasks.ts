/** What views make of the tasks. */

import type { Defaults } from "@/lib/domain/task";
import type { Task } from "@/lib/sync/tasks";
import { defaultsOf, type Findable } from "@/lib/tasks/search";
import { taskViews } from ".";
import type { Facts, TaskView } from "./view";

export function countByView(tasks: readonly Task[], facts: Facts): Map<TaskView, number> {
  const count = (view: TaskView) => tasks.reduce((sum, task) => sum + Number(view.has(task, facts)), 0);
  return new Map(taskViews.map((view) => [view, count(view)]));
}

/** What a task gets that is added in a view, among what a query finds there. */
export function defaultsIn(view: TaskView, query: string, facts: Facts, all: readonly Findable[]): Defaults {
  return { due_date: null, ...defaultsOf(query, all), ...view.defaults?.(facts) };
}
