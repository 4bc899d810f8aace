/** The person's tasks as the page sees them, and what can be done to them. */
"use client";

import { createContext, useContext, useEffect, useMemo, useSyncExternalStore } from "react";
import { connection } from "../api/connection";
import { newId } from "../api/ids";
import { isLeaving } from "../auth/leave";
import { differences, isEmpty, type Task, type TaskFields } from "../domain/task";
import { type Conflict, isConflict, type Pending } from "./command";
import type { Refusal } from "./refusals";
import { NOTHING, type View } from "./state";
import type { Sync } from "./sync";

export type { Task, TaskFields } from "../domain/task";
export type { Conflict, Pending } from "./command";
export type { Refusal } from "./refusals";

export const SyncContext = createContext<Sync | null>(null);

export function useSync(): Sync {
  const sync = useContext(SyncContext);
  if (!sync) throw new Error("What shows tasks needs a SyncContext above it.");
  return sync;
}

/** Those that look here as the API does not know them yet, and why the API refuses that, if it does. */
export type Unsynced = ReadonlyMap<string, string | undefined>;

/** `unsynced` are those that have waited for long enough to say so, or wait for a choice. */
export function useTasks(): View & { unsynced: Unsynced; reload: () => void } {
  const sync = useSync();
  const view = useSyncExternalStore(sync.subscribe, sync.get, () => NOTHING);
  const isOut = useConnection() !== null;
  const { pending } = view;
  const unsynced = useMemo(() => {
    const refused = pending.filter(({ verdict }) => verdict);
    // New tasks keep their order: they wait for one that is refused.
    const isHeldUp = ({ change }: Pending) => refused.length > 0 && change.kind === "create";
    const waiting = pending.filter((one) => isOut || one.hasFailed || isConflict(one) || isHeldUp(one));
    return new Map([...waiting, ...refused].map(({ taskId, verdict }) => [taskId, verdict?.detail]));
  }, [pending, isOut]);
  useWarningBeforeLeaving(pending.length > 0 && !view.isDurable);
  return { ...view, unsynced, reload: () => sync.reload() };
}

export function useConnection() {
  return useSyncExternalStore(connection.subscribe, connection.get, () => null);
}

export const retryNow = connection.retryNow;

/** Every change shows at once. One that the API refuses is undone, unless it may yet be taken, and `useRefusals` hears why. */
export function useTaskActions() {
  const sync = useSync();
  return useMemo(() => {
    /** `seen` is the task as it was when the editing began. */
    const edit = (seen: Task, wanted: Partial<TaskFields> & { completed?: boolean }) => {
      const fields = differences(seen, wanted);
      if (isEmpty(fields)) return;
      const now = sync.state.outbox.shown(seen.id);
      // A newer version that looks the same is what they have seen.
      const isSame = now !== undefined && isEmpty(differences(seen, now));
      sync.add(seen.id, { kind: "edit", fields, seen: isSame ? now : seen });
    };
    return {
      create(fields: TaskFields) {
        sync.add(newId(), { kind: "create", fields: { completed: false, ...fields }, at: new Date().toISOString() });
      },
      edit,
      complete(taskId: string, completed: boolean) {
        const task = sync.state.outbox.shown(taskId);
        if (task) edit(task, { completed });
      },
      remove: (seen: Task) => sync.add(seen.id, { kind: "delete", seen }),
      /** Brings a deleted task back: out of the trash, if it has got there. */
      restore: (task: Task) => sync.add(task.id, { kind: "restore", task }),
      resolve: (conflict: Conflict, keepsMine: boolean) => sync.choose(conflict, keepsMine),
      /** Sends what is not synced at once, also what was refused. */
      retry: () => sync.retry(),
    };
  }, [sync]);
}

export function useRefusals(tell: (refusal: Refusal) => void) {
  const sync = useSync();
  useEffect(() => sync.onRefusal(tell), [sync, tell]);
}

function useWarningBeforeLeaving(isNeeded: boolean) {
  useEffect(() => {
    if (!isNeeded) return;
    const warn = (event: BeforeUnloadEvent) => {
      if (!isLeaving()) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isNeeded]);
}
