/** What the commands of the page ask of the list. */
"use client";

import { type Ref, type RefObject, useImperativeHandle } from "react";
import type { Task } from "@/lib/sync/tasks";
import type { Branch } from "@/lib/tasks/tree";
import type { SelectionBarHandle } from "./selection-bar";

export type TaskListHandle = {
  /** Moves the focus by so many rows, or into the list. */
  move: (rows: number) => void;
  focus: (taskId: string) => void;
  toggle: () => void;
  edit: () => void;
  remove: () => void;
  chooseDue: () => void;
  /** Selects the row, or no longer. */
  select: () => void;
  fold: () => void;
};

/** Whether there is a row that a command would be about. */
export const isOnRow = () => document.activeElement?.closest("[data-index]") != null;

type Does = Record<"toggle" | "open" | "remove" | "chooseDue" | "turn" | "onFold", (task: Task) => void>;

type ListParts = Does & {
  tasks: readonly Task[];
  branches: readonly Branch<Task>[];
  selected: readonly Task[];
  /** What acts on all that are selected. */
  bar: RefObject<SelectionBarHandle | null>;
  move: (rows: number) => void;
  focusRow: (taskId: string) => void;
};

export function useListHandle(ref: Ref<TaskListHandle>, { tasks, branches, selected, bar, ...does }: ListParts) {
  const { move, focusRow, toggle, open, remove, chooseDue, turn, onFold } = does;
  /** Of the row that has the focus. */
  const withCurrent = (run: (task: Task) => void) => () => {
    const row = document.activeElement?.closest<HTMLElement>("[data-index]");
    const task = row && tasks[Number(row.dataset.index)];
    if (task) run(task);
  };
  /** To what is selected, or else to the row that has the focus. */
  const withSelected = (name: keyof SelectionBarHandle, run: (task: Task) => void) => () => {
    if (selected.length > 0) bar.current?.[name]();
    else withCurrent(run)();
  };
  useImperativeHandle(ref, () => ({
    move,
    focus: (id) => focusRow(id),
    toggle: withSelected("toggle", toggle),
    edit: withCurrent(open),
    remove: withSelected("remove", remove),
    select: withCurrent(turn),
    chooseDue: withSelected("chooseDue", chooseDue),
    fold: withCurrent((task) => branches.some((one) => one.task === task && one.holds > 0) && onFold(task)),
  }));
  return { withCurrent };
}
