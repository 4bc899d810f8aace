/** Which tasks are shown, and in what order: filter, search, sort. */

import type { Task, TaskFields } from "@/lib/sync/tasks";
import { compare } from "../compare";
import type { Day } from "./day";

export const filters = ["all", "active", "completed", "today", "overdue"] as const;
export type Filter = (typeof filters)[number];

export const sorts = ["newest", "oldest", "due", "priority", "updated", "title"] as const;
export type Sort = (typeof sorts)[number];

/** As much of a task as it takes to find it. */
export type Findable = TaskFields & Pick<Task, "completed">;

export const isOverdue = (task: Findable, today: Day) =>
  !task.completed && task.due_date !== null && task.due_date < today;

const passes: Record<Filter, (task: Findable, today: Day) => boolean> = {
  all: () => true,
  active: (task) => !task.completed,
  completed: (task) => task.completed,
  today: (task, today) => !task.completed && task.due_date === today,
  overdue: isOverdue,
};

export function filterTasks<One extends Findable>(tasks: readonly One[], filter: Filter, today: Day): One[] {
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

type Folded = { text: string; tags: string[] };

// Ten thousand tasks are folded once, not at every key.
const foldedTasks = new WeakMap<Findable, Folded>();

function folded(task: Findable): Folded {
  const known = foldedTasks.get(task);
  if (known) return known;
  const made = { text: fold(`${task.title}\n${task.description ?? ""}`), tags: task.tags.map(fold) };
  foldedTasks.set(task, made);
  return made;
}

type Query = { words: string[]; tags: string[]; priorities: number[]; isLastTag: boolean };

/** "milk #home !2"; a tag with a space in it stands in quotes: `#"to do"`. */
function readQuery(query: string): Query {
  const pieces = fold(query).match(/#"[^"]+"?|\S+/g) ?? [];
  const isTag = (piece: string) => /^#[^#]/.test(piece) && !isNumber(piece);
  const isPriority = (piece: string) => /^![0-3]$/.test(piece);
  return {
    words: pieces.filter((piece) => !isTag(piece) && !isPriority(piece)),
    tags: pieces.filter(isTag).map((piece) => piece.slice(1).replace(/^"([^"]+)"?$/, "$1")),
    priorities: pieces.filter(isPriority).map((piece) => Number(piece[1])),
    isLastTag: isTag(pieces.at(-1) ?? ""),
  };
}

/** "#42" is a number in a title sooner than a tag. */
const isNumber = (piece: string) => /^#\p{N}+$/u.test(piece);

/** What is typed into the search for a tag. */
export function tagQuery(tag: string): string {
  return /\s/.test(tag) ? `#"${tag}"` : `#${tag}`;
}

/**
 * Tasks that hold every word of the query, anywhere, with its tags and its priority. The last tag may still be being typed,
 * unless it is one that some task of `all` has.
 */
export function searchTasks<One extends Findable>(
  tasks: One[],
  query: string,
  all: readonly Findable[] = tasks,
): One[] {
  const { words, tags, priorities, isLastTag } = readQuery(query);
  if (words.length + tags.length + priorities.length === 0) return tasks;
  const last = isLastTag ? tags.at(-1) : undefined;
  const unfinished = all.some((task) => folded(task).tags.some((tag) => tag === last)) ? undefined : last;
  return tasks.filter((task) => {
    const { text, tags: own } = folded(task);
    return (
      words.every((word) => text.includes(word) || (isNumber(word) && own.includes(word.slice(1)))) &&
      tags.every((wanted) => own.some((tag) => (wanted === unfinished ? tag.startsWith(wanted) : tag === wanted))) &&
      priorities.every((priority) => task.priority === priority)
    );
  });
}

/** Where a search has looked, such as "in its title, description or tags". */
export function sayWhereSearched(query: string): string {
  const { words, tags, priorities } = readQuery(query);
  const places = [
    ...(words.length > 0 ? ["title", "description"] : []),
    ...(tags.length > 0 ? ["tags"] : []),
    ...(priorities.length > 0 ? ["priority"] : []),
  ];
  if (places.join() === "priority") return "as its priority";
  return `in its ${new Intl.ListFormat("en-GB", { type: "disjunction" }).format(places)}`;
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
    case "priority":
      return tasks.toSorted((a, b) => b.priority - a.priority);
    case "updated":
      return tasks.toSorted((a, b) => compare(b.updated_at, a.updated_at));
    case "title": {
      const { compare: inOrder } = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
      return tasks.toSorted((a, b) => inOrder(a.title, b.title));
    }
  }
}
