/** What the palette offers for what is typed. Pure. */

import type { Command } from "@/lib/commands/registry";
import { fold, stripAccents } from "@/lib/fold";
import type { Task } from "@/lib/sync/tasks";
import { taskTest } from "@/lib/tasks/search";
import type { View } from "@/views/view";
import { type Kind, wordsFor } from "./words";

/** Somewhere to go: a view, a topic of one, a list or a tag. */
export type Destination = Pick<View, "title" | "icon"> &
  Pick<Command, "isSought"> & {
    path: string;
    kind?: Kind;
    /** Of a list, whose mark is a dot in its color. */
    tone?: string;
  };

export type Entry =
  | { kind: "command"; id: string; title: string; command: Command }
  | { kind: "view"; id: string; title: string; view: Destination }
  | { kind: "task"; id: string; title: string; task: Task };

export type Group = { title: string; entries: Entry[] };

type Offered = { commands: readonly Command[]; views: readonly Destination[]; tasks: readonly Task[] };

/** More are found by typing on. */
const MOST_TASKS = 20;

/**
 * Groups without entries are left out, and what is named as it was typed comes before what only others call so. Tasks are
 * looked for only when something is typed; open ones come first.
 */
export function groupsFor(query: string, { commands, views, tasks }: Offered): Group[] {
  const isSearch = query.trim() !== "";
  const isThere = ({ isSought = false }: Pick<Command, "isSought">) => isSearch || !isSought;
  const named = [
    namedBy(query, "Commands", commands.filter(isOffered).filter(isThere).toSorted(likeliestFirst).map(entryOfCommand)),
    namedBy(query, "Views", views.filter(isThere).map(entryOfView)),
  ];
  const groups = [
    ...named.toSorted((one, other) => one.rank - other.rank),
    { title: "Tasks", entries: isSearch ? tasksFor(query, tasks).map(entryOfTask) : [] },
  ];
  return groups.filter(({ entries }) => entries.length > 0);
}

/** Looks no further than it must. */
function tasksFor(query: string, tasks: readonly Task[]): Task[] {
  const isFound = taskTest(query, tasks);
  const open: Task[] = [];
  const completed: Task[] = [];
  for (const task of tasks) {
    if (open.length === MOST_TASKS) break;
    const those = task.completed ? completed : open;
    if (those.length < MOST_TASKS && isFound(task)) those.push(task);
  }
  return [...open, ...completed].slice(0, MOST_TASKS);
}

/** In the order of their ranks; that of the group is its first one's. */
function namedBy(query: string, title: string, entries: readonly Entry[]): Group & { rank: number } {
  const words = searchable(query).split(/\s+/);
  const ranked = entries
    .map((entry) => ({ entry, rank: Math.max(...words.map((word) => rankOf(word, entry))) }))
    .filter(({ rank }) => rank <= RANKS.called)
    .toSorted((one, other) => one.rank - other.rank);
  return { title, entries: ranked.map(({ entry }) => entry), rank: ranked[0]?.rank ?? RANKS.none };
}

const RANKS = { begun: 0, within: 1, called: 2, none: 3 };

/** How well a word that was typed names it. Nobody types the middle of a word that does not stand there. */
function rankOf(word: string, entry: Entry): number {
  const title = searchable(entry.title);
  if (beginsWordOf(title, word)) return RANKS.begun;
  if (title.includes(word)) return RANKS.within;
  return beginsWordOf(callsOf(entry), word) ? RANKS.called : RANKS.none;
}

const beginsWordOf = (text: string, word: string) => ` ${text}`.includes(` ${word}`);

function callsOf(entry: Entry): string {
  if (entry.kind === "command") return wordsFor(entry.command.id);
  return entry.kind === "view" ? wordsFor(entry.view.path, entry.view.kind) : "";
}

const searchable = (text: string) => stripAccents(fold(text)).trim();

/** Steps from row to row are for keys alone. */
const isOffered = ({ id, isRepeatable, isForKeysAlone }: Command) =>
  !isRepeatable && !isForKeysAlone && id !== "palette";

/** Nobody opens the palette for these first. */
const LAST = ["new-list", "sign-out", "help"];
const placeOf = ({ id, isSought = false }: Command) => (isSought ? LAST.length : LAST.indexOf(id));
const likeliestFirst = (one: Command, other: Command) => placeOf(one) - placeOf(other);

const entryOfCommand = (command: Command): Entry => ({
  kind: "command",
  id: `command-${command.id}`,
  title: command.title,
  command,
});
const entryOfView = (view: Destination): Entry => ({
  kind: "view",
  id: `view-${view.path}`,
  title: `Go to ${view.title}`,
  view,
});
const entryOfTask = (task: Task): Entry => ({ kind: "task", id: `task-${task.id}`, title: task.title, task });
