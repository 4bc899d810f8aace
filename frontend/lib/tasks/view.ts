/** Which tasks are shown, and in what order: filter, search, sort. */

import type { Task } from "@/lib/sync/tasks";
import type { Day } from "./day";

export const filters = ["all", "active", "completed", "today", "overdue"] as const;
export type Filter = (typeof filters)[number];

export const sorts = ["newest", "oldest", "due", "title"] as const;
export type Sort = (typeof sorts)[number];

export const isOverdue = (task: Task, today: Day) => !task.completed && task.due_date !== null && task.due_date < today;

const passes: Record<Filter, (task: Task, today: Day) => boolean> = {
  all: () => true,
  active: (task) => !task.completed,
  completed: (task) => task.completed,
  today: (task, today) => !task.completed && task.due_date === today,
  overdue: isOverdue,
};

export function filterTasks(tasks: readonly Task[], filter: Filter, today: Day): Task[] {
  return tasks.filter((task) => passes[filter](task, today));
}

export function countByFilter(tasks: readonly Task[], today: Day): Record<Filter, number> {
  const count = (filter: Filter) => tasks.reduce((sum, task) => sum + Number(passes[filter](task, today)), 0);
  return Object.fromEntries(filters.map((filter) => [filter, count(filter)])) as Record<Filter, number>;
}

/** Without case and accents, so that "cafe" finds "Café". */
function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

// Ten thousand tasks are folded once, not at every key.
const folded = new WeakMap<Task, string>();

function foldedText(task: Task): string {
  const known = folded.get(task);
  if (known !== undefined) return known;
  const text = fold(`${task.title}\n${task.description ?? ""}`);
  folded.set(task, text);
  return text;
}

/** Tasks that hold every word of the query, anywhere. */
export function searchTasks(tasks: Task[], query: string): Task[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  return words.length === 0 ? tasks : tasks.filter((task) => words.every((word) => foldedText(task).includes(word)));
}

/** `tasks` come newest first. */
export function sortTasks(tasks: Task[], sort: Sort, locale: string): Task[] {
  switch (sort) {
    case "newest":
      return tasks;
    case "oldest":
      return tasks.toReversed();
    case "due":
      return tasks.toSorted((a, b) => compare(a.due_date ?? "~", b.due_date ?? "~"));
    case "title": {
      const { compare: inOrder } = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
      return tasks.toSorted((a, b) => inOrder(a.title, b.title));
    }
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
