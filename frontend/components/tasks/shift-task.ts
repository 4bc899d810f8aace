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
  announce: (message: string) => void;
  toast: (toast: Toast) => void;
};

type Step = (page: () => ShiftingPage, meant: Task, direction: Direction) => void;

let before = Promise.resolve();

/** Several steps may wait for this module: each begins where the page shows that the one before it has ended. */
export function shiftTask(...step: Parameters<Step>): Promise<void> {
  const taken = before.then(() => stepTask(...step));
  before = taken.then(drawn, drawn);
  return taken;
}

/** What has changed is told, and drawn, before anything else happens. */
const drawn = () => new Promise<void>((resolve) => setTimeout(resolve));

const stepTask: Step = (page, meant, direction) => {
  const { rows = [], tasks = [], commands, unfold, announce } = page();
  const shown = rows.map((row) => row.task);
  const task = shown.find(({ id }) => id === meant.id);
  if (!task) return;
  const placing = placedBy(task, direction, shown, familyOf(tasks));
  if (!placing) {
    announce(`${task.title} cannot be moved there.`);
    return;
  }
  commands.moveTask(task, placing.to);
  if (direction === "in" && placing.parent) unfold(placing.parent);
  announce(sayPlacing(task, placing, direction));
};

/** Nothing moves where there is no order by hand. */
export const refuseToShift = ({ order, toast }: ShiftingPage): void =>
  toast({ message: sayWhyNot(order), givesWay: true });
