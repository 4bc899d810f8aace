/** The task that is being edited, which stays in sight whatever becomes of it elsewhere. */
"use client";

import { useMemo, useState } from "react";
import type { Task } from "@/lib/sync/tasks";
import type { Draft } from "./task-editor";

/** `seen` is the task as it was when the editing began: what changes elsewhere meanwhile is not to be wiped. */
export type Editing = { seen: Task; index: number; draft?: Draft };

/** `rows` are the tasks, and among them the one that is being edited even if it no longer belongs there. */
export function useEditing(tasks: Task[] | undefined) {
  const [editing, setEditing] = useState<Editing | null>(null);
  const rows = useMemo(() => {
    if (!tasks || !editing || tasks.some((task) => task.id === editing.seen.id)) return tasks;
    return tasks.toSpliced(Math.min(editing.index, tasks.length), 0, editing.seen);
  }, [tasks, editing]);
  return { editing, setEditing, rows };
}
