/** Moves a task by one step, and says where it is then. */
"use client";

import { useAnnounce } from "@/components/ui/toast";
import type { Task } from "@/lib/sync/tasks";
import { type Direction, placedBy, sayPlacing } from "@/lib/tasks/placing";
import type { Branch } from "@/lib/tasks/tree";
import type { TaskCommands } from "./use-task-commands";

type Page = {
  rows: readonly Branch<Task>[] | undefined;
  tasks: readonly Task[] | undefined;
  commands: TaskCommands;
  /** Shows what is folded away. */
  unfold: (parent: Task) => void;
};

export function usePlacing({ rows, tasks, commands, unfold }: Page) {
  const announce = useAnnounce();
  return (task: Task, direction: Direction): void => {
    const shown = rows?.map((row) => row.task) ?? [];
    const placing = placedBy(task, direction, shown, tasks ?? []);
    if (!placing) {
      announce(`${task.title} cannot be moved there.`);
      return;
    }
    commands.moveTask(task, placing.to);
    if (direction === "in" && placing.parent) unfold(placing.parent);
    announce(sayPlacing(task, placing, direction));
  };
}
