/** Moves a task by one step, and says where it is then. It is fetched with the first step. */

import type { Task } from "@/lib/sync/tasks";
import { type Direction, type Placing, placedBy } from "@/lib/tasks/placing";
import type { Branch } from "@/lib/tasks/tree";
import type { TaskCommands } from "./use-task-commands";

export type StepsPage = {
  rows: readonly Branch<Task>[] | undefined;
  tasks: readonly Task[] | undefined;
  commands: TaskCommands;
  /** Shows what is folded away. */
  unfold: (parent: Task) => void;
};

type Speaking = { announce: (message: string) => void };

export function placeByStep(task: Task, direction: Direction, page: StepsPage & Speaking): void {
  const { rows, tasks, commands, unfold, announce } = page;
  const shown = rows?.map((row) => row.task) ?? [];
  const placing = placedBy(task, direction, shown, tasks ?? []);
  if (!placing) {
    announce(`${task.title} cannot be moved there.`);
    return;
  }
  commands.moveTask(task, placing.to);
  if (direction === "in" && placing.parent) unfold(placing.parent);
  announce(sayPlacing(task, placing, direction));
}

/** `way`: into its parent, out of it, or to a place among the same ones. */
export function sayPlacing({ title }: Task, { parent, index, count }: Placing, way?: Direction): string {
  if (way === "in" && parent) return `${title} is part of ${parent.title} now`;
  if (way === "out" && parent) return `${title} is no longer part of ${parent.title}`;
  return `${title}: ${index + 1} of ${count}`;
}
