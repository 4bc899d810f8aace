/** Which tasks a search finds, and what one that is added among them is to have. */

import type { Task, TaskFields } from "@/lib/sync/tasks";
import { fold, stripAccents } from "../fold";

/** As much of a task as it takes to find it. */
export type Findable = TaskFields & Pick<Task, "completed">;

type Folded = { text: string; tags: string[] };

// Ten thousand tasks are folded once, not at every key.
const foldedTasks = new WeakMap<Findable, Folded>();

export function folded(task: Findable): Folded {
  const known = foldedTasks.get(task);
  if (known) return known;
  const made = { text: searchable(`${task.title}\n${task.description ?? ""}`), tags: task.tags.map(fold) };
  foldedTasks.set(task, made);
  return made;
}

const searchable = (text: string) => stripAccents(fold(text));

type Query = { words: string[]; tags: string[]; priorities: number[]; isLastTag: boolean };

/** "milk #home !2"; a tag with a space in it stands in quotes: `#"to do"`, and a quote in that is written twice. */
export function readQuery(query: string): Query {
  const pieces = fold(query).match(/#"(?:[^"]|"")+"?|\S+/g) ?? [];
  const isTag = (piece: string) => /^#[^#]/.test(piece) && !isNumber(piece);
  const isPriority = (piece: string) => /^![0-3]$/.test(piece);
  return {
    words: pieces.filter((piece) => !isTag(piece) && !isPriority(piece)).map(stripAccents),
    tags: pieces.filter(isTag).map(tagOf),
    priorities: pieces.filter(isPriority).map((piece) => Number(piece[1])),
    isLastTag: isTag(pieces.at(-1) ?? ""),
  };
}

function tagOf(piece: string): string {
  const quoted = /^#"((?:[^"]|"")+)"?$/.exec(piece)?.[1];
  return quoted === undefined ? piece.slice(1) : quoted.replaceAll('""', '"');
}

/** "#42" is a number in a title sooner than a tag. */
const isNumber = (piece: string) => /^#\p{N}+$/u.test(piece);

/** What is typed into the search for a tag. */
export function tagQuery(tag: string): string {
  const isPlain = !/[\s"]|^#|^\p{N}+$/u.test(fold(tag));
  // Typographic quotes are folded to plain ones.
  return isPlain ? `#${tag}` : `#"${Array.from(tag, (one) => (fold(one) === '"' ? '""' : one)).join("")}"`;
}

/**
 * Tasks that hold every word of the query, anywhere, with its tags and its priority. A tag that some task of `all` has means
 * that one; of any other, accents do not count, and the last may still be being typed.
 */
export function searchTasks<One extends Findable>(
  tasks: One[],
  query: string,
  all: readonly Findable[] = tasks,
): One[] {
  return query.trim() === "" ? tasks : onlyThose(tasks, taskTest(query, all));
}

/** Whether such a search finds a task. */
export function taskTest(query: string, all: readonly Findable[]): (task: Findable) => boolean {
  const { words, tags, priorities, isLastTag } = readQuery(query);
  const wanted = tags.map((tag, place) => tagTest(tag, all, isLastTag && place === tags.length - 1));
  return (task) => {
    const { text, tags: own } = folded(task);
    return (
      words.every((word) => text.includes(word) || (isNumber(word) && own.includes(word.slice(1)))) &&
      wanted.every((isWanted) => own.some(isWanted)) &&
      priorities.every((priority) => task.priority === priority)
    );
  };
}

/** The same array, where that is all of them: then nothing is drawn anew. */
export function onlyThose<One>(all: One[], isMeant: (one: One) => boolean): One[] {
  const those = all.filter(isMeant);
  return those.length === all.length ? all : those;
}

/** Whether a folded tag of a task is the one that is wanted. */
function tagTest(wanted: string, all: readonly Findable[], isUnfinished: boolean): (tag: string) => boolean {
  if (all.some((task) => folded(task).tags.includes(wanted))) return (tag) => tag === wanted;
  const stripped = stripAccents(wanted);
  return isUnfinished ? (tag) => stripAccents(tag).startsWith(stripped) : (tag) => stripAccents(tag) === stripped;
}

/** What a task gets that is added among what a query finds. */
export function defaultsOf(query: string, all: readonly Findable[]): Pick<TaskFields, "priority" | "tags"> {
  const { tags, priorities, isLastTag } = readQuery(query);
  const meant = tags.map((tag, place) => tagMeant(tag, all, isLastTag && place === tags.length - 1));
  return {
    priority: priorities.length === 1 ? (priorities[0] ?? 0) : 0,
    tags: meant.filter((tag) => tag !== undefined),
  };
}

/** As it is written on a task that has it. One that is still being typed means a tag that is there, if only one begins so. */
function tagMeant(wanted: string, all: readonly Findable[], isUnfinished: boolean): string | undefined {
  const isWanted = tagTest(wanted, all, isUnfinished);
  const found = new Map<string, string>();
  for (const task of all)
    folded(task).tags.forEach((tag, place) => {
      if (isWanted(tag)) found.set(tag, task.tags[place] ?? tag);
    });
  if (found.size === 0) return wanted.normalize("NFC");
  return found.size === 1 ? [...found.values()][0] : undefined;
}
