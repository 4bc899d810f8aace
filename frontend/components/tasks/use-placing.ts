/** Moves a task by one step, and says where it is then, or why it is not. What knows the places is fetched with the first step. */
"use client";

import { useAnnounce, useToast } from "@/components/ui/toast";
import { familyOf } from "@/lib/domain/family";
import type { Task } from "@/lib/sync/tasks";
import type { Direction, Order } from "@/lib/tasks/placing";
import type { Branch } from "@/lib/tasks/tree";
import type { TaskCommands } from "./use-task-commands";

type Page = {
  rows: readonly Branch<Task>[] | undefined;
  tasks: readonly Task[] | undefined;
  order: Order;
  commands: TaskCommands;
  /** Shows what is folded away. */
  unfold: (parent: Task) => void;
};

const load = () => import("@/lib/tasks/placing").catch(() => undefined);

export function usePlacing({ rows, tasks, order, commands, unfold }: Page) {
  const announce = useAnnounce();
  const toast = useToast();
  /** Resolves when it is moved. Without a connection it may stay where it is. */
  const shift = async (task: Task, direction: Direction): Promise<void> => {
    const module = await load();
    if (!module) return;
    const shown = rows?.map((row) => row.task) ?? [];
    const placing = module.placedBy(task, direction, shown, familyOf(tasks ?? []));
    if (!placing) {
      announce(`${task.title} cannot be moved there.`);
      return;
    }
    commands.moveTask(task, placing.to);
    if (direction === "in" && placing.parent) unfold(placing.parent);
    announce(module.sayPlacing(task, placing, direction));
  };
  const sayWhyNot = async () => {
    const message = (await load())?.sayWhyNot(order);
    if (message) toast({ message, givesWay: true });
  };
  return { shift, sayWhyNot };
}
