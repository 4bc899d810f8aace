/** What a person does to tasks, together with what is said about it. */
"use client";

import { useCallback, useMemo } from "react";
import { useAnnounce, useToast } from "@/components/ui/toast";
import { type Refusal, type Task, type TaskFields, useRefusals, useTaskActions } from "@/lib/sync/tasks";
import { sayDay } from "@/lib/tasks/day";
import { useLocale, useToday } from "@/lib/tasks/use-today";

export type TaskCommands = ReturnType<typeof useTaskCommands>;

/** `onReturned` hears the id of a task that an Undo has brought back into view. */
export function useTaskCommands(onReturned: (taskId: string) => void) {
  const actions = useTaskActions();
  const announce = useAnnounce();
  const toast = useToast();
  const today = useToday();
  const locale = useLocale();

  useRefusals(
    useCallback(
      ({ change, detail }: Refusal) => {
        // The add box and the editor speak for themselves.
        if (change.kind === "complete" || change.kind === "delete") toast({ kind: "error", message: detail });
      },
      [toast],
    ),
  );

  return useMemo(() => {
    const undo = (run: () => string) => ({ label: "Undo", run: () => onReturned(run()) });
    return {
      add(fields: TaskFields) {
        actions.create(fields);
        const due = fields.due_date ? `, due ${sayDay(fields.due_date, today, locale)}` : "";
        announce(`Added: ${fields.title}${due}`);
      },
      edit(task: Task, fields: TaskFields) {
        actions.edit(task.id, fields);
        announce(`Saved: ${fields.title}`);
      },
      /** `isLeaving`: the filter no longer shows it, so that the way back must be offered elsewhere. */
      toggle(task: Task, isLeaving: boolean) {
        const message = `${task.completed ? "Reopened" : "Completed"}: ${task.title}`;
        actions.complete(task.id, !task.completed);
        const back = () => {
          actions.complete(task.id, task.completed);
          return task.id;
        };
        if (isLeaving) toast({ message, action: undo(back) });
        else announce(message);
      },
      remove(task: Task) {
        actions.remove(task.id);
        const back = () => {
          announce(`Restored: ${task.title}`);
          return actions.restore(task);
        };
        toast({ message: `Deleted: ${task.title}`, action: undo(back), seconds: 10 });
      },
    };
  }, [actions, announce, toast, today, locale, onReturned]);
}
