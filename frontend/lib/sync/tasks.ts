/** The person's tasks as the page sees them: what the API has, with the pending changes on top. */
"use client";

import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { isLeaving } from "../api/client";
import { connection } from "../api/connection";
import { ApiError } from "../api/errors";
import { apply, type Task, type TaskFields, toTask } from "./changes";
import { Outbox, type Pending, type Refusal, TASKS_KEY } from "./outbox";

export type { Task, TaskFields } from "./changes";
export type { Refusal } from "./outbox";

const FRESH_MS = 30_000;
const NOTHING: readonly Pending[] = [];

const outboxes = new WeakMap<QueryClient, Outbox>();

function useOutbox(): Outbox {
  const queries = useQueryClient();
  const outbox = outboxes.get(queries) ?? new Outbox(queries);
  outboxes.set(queries, outbox);
  return outbox;
}

/** `tasks` is undefined until the first answer, newest first afterwards. */
export function useTasks() {
  const outbox = useOutbox();
  const pending = useSyncExternalStore(outbox.subscribe, outbox.get, () => NOTHING);
  const { data, error, refetch } = useQuery({
    queryKey: TASKS_KEY,
    queryFn: () => outbox.fetchList(),
    staleTime: FRESH_MS,
    // `connection` decides when to try again, offline too.
    retry: false,
    networkMode: "always",
  });
  useEffect(() => connection.onRetry(() => error && void refetch({ cancelRefetch: false })), [error, refetch]);
  useWarningBeforeLeaving(pending.length > 0);

  const tasks = useMemo(() => overlay(data, pending, outbox), [data, pending, outbox]);
  const unsaved = useMemo(() => new Set(pending.filter((one) => one.wasTried).map((one) => one.taskId)), [pending]);
  const refused = error instanceof ApiError && !error.isPassing ? error.detail : undefined;
  return { tasks, unsaved, refused, reload: refetch };
}

export function useConnection() {
  return useSyncExternalStore(connection.subscribe, connection.get, () => null);
}

export const retryNow = connection.retryNow;

/** Every change shows at once. One that the API refuses is undone, and `useRefusals` hears why. */
export function useTaskActions() {
  const outbox = useOutbox();
  return useMemo(() => {
    const create = (fields: TaskFields & { completed?: boolean }) => {
      const taskId = `new-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
      const at = new Date().toISOString();
      outbox.add(taskId, { kind: "create", fields: { completed: false, ...fields }, at });
      return taskId;
    };
    return {
      create,
      edit: (taskId: string, fields: TaskFields) => outbox.add(taskId, { kind: "edit", fields }),
      complete: (taskId: string, completed: boolean) => outbox.add(taskId, { kind: "complete", completed }),
      remove: (taskId: string) => outbox.add(taskId, { kind: "delete" }),
      /** Brings a deleted task back: out of the trash, if it has got there. */
      restore: (task: Task) => {
        if (!outbox.withdrawDelete(task.id)) outbox.add(task.id, { kind: "restore", task });
        return task.id;
      },
    };
  }, [outbox]);
}

export function useRefusals(tell: (refusal: Refusal) => void) {
  const outbox = useOutbox();
  useEffect(() => outbox.onRefusal(tell), [outbox, tell]);
}

function overlay(data: Task[] | undefined, pending: readonly Pending[], outbox: Outbox): Task[] | undefined {
  if (!data && pending.length === 0) return undefined;
  const shown = new Map<string, Task>();
  // New tasks come first, the newest of them at the top, as the API lists them.
  for (const { taskId, change } of pending.toReversed())
    if (change.kind === "create") shown.set(taskId, toTask(taskId, change));
  for (const task of data ?? []) {
    const id = outbox.pageId(task.id);
    shown.set(id, id === task.id ? task : { ...task, id });
  }
  for (const { taskId, change } of pending) {
    const task = shown.get(taskId);
    const changed = change.kind === "restore" ? change.task : task && apply(task, change);
    if (changed) shown.set(taskId, changed);
    else shown.delete(taskId);
  }
  return [...shown.values()];
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
