/** What views make of the tasks. */

import { compare } from "@/lib/compare";
import type { ListFacts } from "@/lib/domain/list";
import type { Defaults } from "@/lib/domain/task";
import type { Task } from "@/lib/sync/tasks";
import { isSameTag } from "@/lib/tasks/quick-add";
import { defaultsOf, type Findable } from "@/lib/tasks/search";
import { sortTasks } from "@/lib/tasks/sort";
import { everything, taskViews } from ".";
import type { Address } from "./address";
import type { Facts, TaskView } from "./view";

type Sought = { view: TaskView; query?: string };

/** Which tasks the view shows. */
export function isIn(where: Sought, facts: Facts): (task: Findable) => boolean {
  const isSeen = isInSight(where, facts);
  return (task) => where.view.has(task, facts) && isSeen(task);
}

/** What is in an archived list is out of sight, unless it is searched for. */
export function isInSight({ view, query = "" }: Sought, { isArchived }: ListFacts): (task: Findable) => boolean {
  const hasAll = view.hasArchived || query.trim() !== "";
  return ({ list_id }) => hasAll || !isArchived(list_id);
}

/** Where a task is shown that may be anywhere. */
export function viewFor(task: Findable | undefined, { isArchived }: ListFacts): Pick<Address, "view" | "of"> {
  if (!task || !isArchived(task.list_id)) return { view: everything, of: "" };
  const view = taskViews.find(({ path }) => path === (task.completed ? "/completed" : "/list")) ?? everything;
  return { view, of: view.param ? (task.list_id ?? "") : "" };
}

/** How many tasks those views have of which the sidebar says so. */
export function countByView(tasks: readonly Task[], facts: Omit<Facts, "of">): Map<TaskView, number> {
  const counted = taskViews.filter((view) => view.isCounted);
  const all = { ...facts, of: "" };
  return new Map(counted.map((view) => [view, tasks.filter(isIn({ view }, all)).length]));
}

/** What a task gets that is added in a view, among what a query finds there. */
export function defaultsIn(
  { view, query }: Pick<Address, "view" | "query">,
  facts: Facts,
  all: readonly Findable[],
): Defaults {
  const found = defaultsOf(query, all);
  const { tags = [], ...own } = view.defaults?.(facts) ?? {};
  const more = found.tags.filter((tag) => !tags.some((one) => isSameTag(one, tag)));
  return { due_date: null, ...found, ...own, tags: [...tags, ...more] };
}

/** Section by section, and in each of them in the order that was chosen. `tasks` come newest first. */
export function inOrder(tasks: Task[], { view, sort }: Pick<Address, "view" | "sort">, facts: Facts, locale: string) {
  const { section, order } = view;
  const sorted = order ? tasks.toSorted(order) : sortTasks(tasks, sort ?? view.sort ?? "newest");
  if (!section || order) return sorted;
  const keys = new Map(sorted.map((task) => [task, section(task, facts, locale).key]));
  return sorted.toSorted((one, other) => compare(keys.get(one) ?? "", keys.get(other) ?? ""));
}
