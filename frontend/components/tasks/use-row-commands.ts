/** What is done with the task of one row, and where the focus is after it. */
"use client";

import type { RefObject } from "react";
import type { RowDuePickerHandle } from "@/components/due/row-due-picker";
import type { Task } from "@/lib/sync/tasks";
import type { Day } from "@/lib/tasks/day";
import type { Direction } from "@/lib/tasks/placing";
import { useSteady } from "@/lib/use-steady";
import type { TaskCommands } from "./use-task-commands";

type Rows = {
  commands: TaskCommands;
  /** To that row; or, when it goes, to the one that is then in its place. */
  focusRow: (taskId: string, index?: number) => void;
  indexOf: (taskId: string) => number;
  list: RefObject<HTMLUListElement | null>;
  duePicker: RefObject<RowDuePickerHandle | null>;
  onOpen: (task: Task) => void;
  onShift: ((task: Task, direction: Direction) => Promise<void>) | undefined;
};

/** Those that rows are given are steady: a row is drawn anew only when its task changes. */
export function useRowCommands({ commands, focusRow, indexOf, list, duePicker, onOpen, onShift }: Rows) {
  const toggle = useSteady((task: Task) => {
    commands.toggle(task);
    focusRow(task.id);
  });
  const open = useSteady(onOpen);
  const remove = useSteady((task: Task) => {
    commands.remove(task);
    focusRow(task.id, indexOf(task.id));
  });
  const retry = useSteady((task: Task) => {
    commands.retry();
    // The button goes when it has worked.
    focusRow(task.id, indexOf(task.id));
  });
  const askForDue = useSteady((task: Task, place: HTMLElement) => duePicker.current?.ask(task, place));
  const chooseDue = (task: Task) => {
    const row = list.current?.querySelector(`[data-index="${indexOf(task.id)}"]`);
    // Beside the title, which it would cover.
    const place = row?.querySelector<HTMLElement>("[data-due]") ?? row?.querySelector<HTMLElement>("[data-actions]");
    if (place) askForDue(task, place);
  };
  const moveTo = (tasks: readonly Task[], day: Day | null) => {
    commands.moveTo(tasks, day);
    const [first] = tasks;
    if (first) focusRow(first.id, indexOf(first.id));
  };
  const shift = (task: Task, direction: Direction) => {
    void onShift?.(task, direction).then(() => focusRow(task.id));
  };
  return { toggle, open, remove, retry, askForDue, chooseDue, moveTo, shift };
}
