/** The one picker of a list, at the row that asked for it: rows do not get heavier by it. */
"use client";

import { lazy, type Ref, Suspense, useEffect, useImperativeHandle, useRef, useState } from "react";
import { useFetched } from "@/components/ui/use-fetched";
import type { Task } from "@/lib/sync/tasks";
import type { Day } from "@/lib/tasks/day";
import { loadDuePicker } from "./load-due-picker";

const DuePicker = lazy(loadDuePicker);

export type RowDuePickerHandle = {
  /** Opens it at that place in the task's row. */
  ask: (task: Task, place: HTMLElement) => void;
};

type RowDuePickerProps = {
  ref: Ref<RowDuePickerHandle>;
  tasks: readonly Task[];
  onChoose: (task: Task, day: Day | null) => void;
};

export function RowDuePicker({ ref, tasks, onChoose }: RowDuePickerProps) {
  const { isOpen, open, close } = useFetched(loadDuePicker);
  const [askedId, setAskedId] = useState<string>();
  const anchor = useRef<HTMLElement>(null);
  const task = isOpen ? tasks.find(({ id }) => id === askedId) : undefined;
  // It must not open by itself, should the task come back.
  const isGone = isOpen && !task;
  useEffect(() => {
    if (isGone) close();
  }, [isGone, close]);
  useImperativeHandle(ref, () => ({
    ask: ({ id }, place) => {
      anchor.current = place;
      setAskedId(id);
      if (task?.id === id) close();
      else open();
    },
  }));
  if (!task) return null;
  return (
    <Suspense>
      <DuePicker
        key={task.id}
        anchor={anchor}
        day={task.due_date}
        onChoose={(day) => onChoose(task, day)}
        onClose={close}
      />
    </Suspense>
  );
}
