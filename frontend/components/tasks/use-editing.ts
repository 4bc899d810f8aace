/** The task that is open, whatever becomes of it elsewhere. The address says which one it is. */
"use client";

import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { useToast } from "@/components/ui/toast";
import { type Refusal, type Task, useRefusals } from "@/lib/sync/tasks";
import { useHalfWritten } from "@/lib/tasks/half-written";
import { faultFrom } from "@/lib/tasks/limits";
import { useSteady } from "@/lib/use-steady";
import type { Place } from "@/views/use-address";
import { isForEditor } from "./use-refused";
import type { Draft } from "./use-saving";

/** `seen` is the task as it was when it was opened: what changes elsewhere meanwhile is not to be wiped. */
export type Editing = { seen: Task; draft?: Draft };
/** `turn` is another one each time that something is opened, be it the same task with the same error. */
type Turn = { turn: number };

/** `leave` saves what is being written, before another task takes its place, or none. An edit that is refused is opened again. */
export function useEditing(tasks: Task[] | undefined, place: Place, leave: (isClosing: boolean) => void) {
  const written = useHalfWritten();
  const [editing, setEdited] = useState<(Editing & Turn) | null>(() => {
    const edit = written.getEdit();
    return edit ? { seen: edit.seen, draft: { fields: edit.fields }, turn: 0 } : null;
  });
  /** Which task the address has led to. */
  const reached = useRef(editing?.seen.id ?? null);
  const toast = useToast();

  const open = useSteady((next: Editing) => {
    written.setEdit(next.draft && { seen: next.seen, fields: next.draft.fields });
    reached.current = next.seen.id;
    setEdited((before) => ({ ...next, turn: (before?.turn ?? 0) + 1 }));
    if (place.open !== next.seen.id) place.openTask(next.seen.id);
  });
  const putAway = () => {
    written.setEdit(undefined);
    reached.current = null;
    setEdited(null);
  };
  const close = useSteady(() => {
    putAway();
    if (place.open !== null) place.closeTask();
  });
  /** The address names one that is not here. */
  const missing =
    tasks && place.open && place.open !== editing?.seen.id && !tasks.some(({ id }) => id === place.open)
      ? place.open
      : null;

  const follow = useEffectEvent((id: string | null) => {
    if (id === reached.current) return;
    leave(id === null);
    const task = tasks?.find((one) => one.id === id);
    if (task) open({ seen: task });
    else putAway();
  });
  const isKnown = tasks !== undefined;
  const wanted = missing ? null : place.open;
  const restored = useEffectEvent(() => editing && place.open !== editing.seen.id && place.openTask(editing.seen.id));
  useEffect(() => {
    restored();
  }, []);
  useEffect(() => {
    if (isKnown) follow(wanted);
  }, [isKnown, wanted]);

  useRefusals(
    useCallback(
      (refusal: Refusal) => {
        const { change, detail } = refusal;
        if (change.kind !== "edit" || !isForEditor(refusal)) return;
        const { seen } = change;
        const fault = faultFrom(refusal);
        // Somebody may have written on since it was sent.
        const edit = written.getEdit();
        const since = edit?.seen.id === seen.id ? edit.fields : {};
        const reopen = () => open({ seen, draft: { fields: { ...seen, ...change.fields, ...since }, fault } });
        if (editing && editing.seen.id !== seen.id)
          toast({ kind: "error", message: detail, action: { label: "Edit again", run: reopen } });
        else reopen();
      },
      [editing, open, toast, written],
    ),
  );
  return { editing, missing, open, close };
}
