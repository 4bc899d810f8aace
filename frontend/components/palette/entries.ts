/** What the palette offers for what is typed. Pure. */

import type { Command } from "@/lib/commands/registry";
import { fold, stripAccents } from "@/lib/fold";
import type { Task } from "@/lib/sync/tasks";
import { searchTasks } from "@/lib/tasks/search";
import type { View } from "@/views/view";

/** Somewhere to go: a view, a list or a tag. */
export type Destination = Pick<View, "title" | "icon"> & { path: string };

export type Entry =
  | { kind: "command"; id: string; title: string; command: Command }
  | { kind: "view"; id: string; title: string; view: Destination }
  | { kind: "task"; id: string; title: string; task: Task };

export type Group = { title: string; entries: Entry[] };

type Offered = { commands: readonly Command[]; views: readonly Destination[]; tasks: readonly Task[] };

/** More are found by typing on. */
const MOST_TASKS = 20;

/** Groups without entries are left out. Tasks are looked for only when something is typed; open ones come first. */
export function groupsFor(query: string, { commands, views, tasks }: Offered): Group[] {
  const words = searchable(query).split(/\s+/);
  const isFound = ({ title }: Entry) => words.every((word) => searchable(title).includes(word));
  const found = query.trim() ? searchTasks([...tasks], query) : [];
  const inOrder = [...found.filter(({ completed }) => !completed), ...found.filter(({ completed }) => completed)];
  const groups: Group[] = [
    { title: "Commands", entries: commands.filter(isOffered).toSorted(helpLast).map(entryOfCommand).filter(isFound) },
    { title: "Views", entries: views.map(entryOfView).filter(isFound) },
    { title: "Tasks", entries: inOrder.slice(0, MOST_TASKS).map(entryOfTask) },
  ];
  return groups.filter(({ entries }) => entries.length > 0);
}

const searchable = (text: string) => stripAccents(fold(text)).trim();

/** Steps from row to row are for keys alone. */
const isOffered = ({ id, isRepeatable, isForKeysAlone }: Command) =>
  !isRepeatable && !isForKeysAlone && id !== "palette";

/** Nobody opens the palette for the list of keys first. */
const helpLast = (one: Command, other: Command) => Number(one.id === "help") - Number(other.id === "help");

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
