/** Makes a task what it was. */
"use client";

import { useToast } from "@/components/ui/toast";
import { useUndo } from "@/components/undo/undo";
import type { Editable } from "@/lib/domain/task";
import { aboutTask, type Task, useTaskActions } from "@/lib/sync/tasks";

export function useBringBack() {
  const actions = useTaskActions();
  const toast = useToast();
  const { record } = useUndo();
  return (task: Task, fields: Editable): void => {
    const message = `As it was before: ${fields.title}`;
    toast({ message, ...record(message, [aboutTask(task.id)], () => actions.edit(task, fields)) });
  };
}
