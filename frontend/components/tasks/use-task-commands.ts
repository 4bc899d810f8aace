/** What a person does to tasks, together with what is said about it. */
"use client";

import { useCallback, useMemo } from "react";
import { useAnnounce, useToast } from "@/components/ui/toast";
import { type Conflict, type Refusal, type Task, type TaskFields, useRefusals, useTaskActions } from "@/lib/sync/tasks";
import { sayDay } from "@/lib/tasks/day";
import { sayPriority } from "@/lib/tasks/quick-add";
import { useLocale, useToday } from "@/lib/tasks/use-today";

/** What was written is refused, and can be put right. */
export function isForEditor({ change }: Refusal): boolean {
  return change.kind === "edit" && change.fields.completed === undefined;
}

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
      (refusal: Refusal) => {
        // The add box and the editor speak for themselves.
        if (refusal.change.kind === "create" || isForEditor(refusal)) return;
        toast({ kind: "error", message: refusal.detail });
      },
      [toast],
    ),
  );

  return useMemo(() => {
    const undo = (run: () => void, task: Task) => ({
      label: "Undo",
      run: () => {
        run();
        onReturned(task.id);
      },
    });
    return {
      add(fields: TaskFields) {
        actions.create(fields);
        const due = fields.due_date ? `, due ${sayDay(fields.due_date, today, locale)}` : "";
        const priority = fields.priority ? `, ${sayPriority(fields.priority).toLowerCase()}` : "";
        const tags = fields.tags.length > 0 ? `, tagged ${fields.tags.join(", ")}` : "";
        announce(`Added: ${fields.title}${due}${priority}${tags}`);
      },
      edit(task: Task, fields: TaskFields) {
        actions.edit(task, fields);
        announce(`Saved: ${fields.title}`);
      },
      /** `isLeaving`: the filter no longer shows it, so that the way back must be offered elsewhere. */
      toggle(task: Task, isLeaving: boolean) {
        const message = `${task.completed ? "Reopened" : "Completed"}: ${task.title}`;
        actions.complete(task.id, !task.completed);
        const back = () => actions.complete(task.id, task.completed);
        if (isLeaving) toast({ message, action: undo(back, task) });
        else announce(message);
      },
      resolve(conflict: Conflict, keepsMine: boolean) {
        actions.resolve(conflict, keepsMine);
        if (conflict.theirs === "deleted")
          announce(keepsMine ? "Restored with your changes." : "The task stays deleted.");
        else announce(keepsMine ? "Your version is kept." : "The other version is kept.");
      },
      remove(task: Task) {
        actions.remove(task);
        const back = () => {
          announce(`Restored: ${task.title}`);
          actions.restore(task);
        };
        toast({ message: `Deleted: ${task.title}`, action: undo(back, task), seconds: 10 });
      },
    };
  }, [actions, announce, toast, today, locale, onReturned]);
}
