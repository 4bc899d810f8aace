/** Moves a task by one step, and says where it is then, or why it is not. */

import type { Toast } from "@/components/ui/toast";
import { familyOf } from "@/lib/domain/family";
import type { Task } from "@/lib/sync/tasks";
import { type Direction, type Order, placedBy, sayPlacing, sayWhyNot } from "@/lib/tasks/placing";
import type { Branch } from "@/lib/tasks/tree";
import type { TaskCommands } from "./use-task-commands";

export type ShiftingPage = {
  rows: readonly Branch<Task>[] | undefined;
  tasks: readonly Task[] | undefined;
  order: Order;
  commands: TaskCommands;
  /** Shows what is folded away. */
  unfold: (parent: Task) => void;
};

type Speech = { announce: (message: string) => void; toast: (toast: Toast) => void };

export function shiftTask(page: ShiftingPage, { announce }: Speech, task: Task, direction: Direction): void {
  const { rows = [], tasks = [], commands, unfold } = page;
  const placing = placedBy(
    task,
    direction,
    rows.map((row) => row.task),
    familyOf(tasks),
  );
  if (!placing) {
    announce(`${task.title} cannot be moved there.`);
    return;
  }
  commands.moveTask(task, placing.to);
  if (direction === "in" && placing.parent) unfold(placing.parent);
  announce(sayPlacing(task, placing, direction));
}

/** Nothing moves where there is no order by hand. */
export const refuseToShift = ({ order }: ShiftingPage, { toast }: Speech): void =>
  toast({ message: sayWhyNot(order), givesWay: true });
