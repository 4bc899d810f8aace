/** The task that is being edited, which stays in sight whatever becomes of it elsewhere. */
"use client";

import { useCallback, useMemo, useState } from "react";
import { useToast } from "@/components/ui/toast";
import { type Refusal, type Task, useRefusals } from "@/lib/sync/tasks";
import { useHalfWritten } from "@/lib/tasks/half-written";
import type { Draft } from "./task-editor";
import { isForEditor } from "./use-task-commands";

/** `seen` is the task as it was when the editing began: what changes elsewhere meanwhile is not to be wiped. */
export type Editing = { seen: Task; index: number; draft?: Draft };

/**
 * `rows` are the tasks, and among them the one that is being edited even if it no longer belongs there. An edit that is
 * refused is opened again, unless something else is being written.
 */
export function useEditing(tasks: Task[] | undefined) {
  const written = useHalfWritten();
  const [editing, setEdited] = useState<Editing | null>(() => {
    const edit = written.getEdit();
    return edit ? { seen: edit.seen, index: 0, draft: { fields: edit.fields } } : null;
  });
  const toast = useToast();
  const setEditing = useCallback(
    (next: Editing | null) => {
      written.setEdit(next?.draft && { seen: next.seen, fields: next.draft.fields });
      setEdited(next);
    },
    [written],
  );
  useRefusals(
    useCallback(
      (refusal: Refusal) => {
        const { change, detail } = refusal;
        if (change.kind !== "edit" || !isForEditor(refusal)) return;
        const { seen } = change;
        const reopen = () =>
          setEditing({ seen, index: 0, draft: { fields: { ...seen, ...change.fields }, error: detail } });
        if (editing) toast({ kind: "error", message: detail, action: { label: "Edit again", run: reopen } });
        else reopen();
      },
      [editing, setEditing, toast],
    ),
  );
  const rows = useMemo(() => {
    if (!tasks || !editing || tasks.some((task) => task.id === editing.seen.id)) return tasks;
    return tasks.toSpliced(Math.min(editing.index, tasks.length), 0, editing.seen);
  }, [tasks, editing]);
  return { editing, setEditing, rows };
}
