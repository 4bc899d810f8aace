/** The trash as the page sees it: fetched when the page opens, when anything changes anywhere, and after an outage. */
"use client";

import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { connection } from "@/lib/api/connection";
import { ApiError } from "@/lib/api/errors";
import { listTrash, type Task } from "@/lib/api/trash";
import { useSync } from "@/lib/sync/tasks";

/** `tasks` is undefined until the first answer, last deleted first afterwards; `failure` is why there is none. */
export function useTrash() {
  const [tasks, setTasks] = useState<Task[]>();
  const [refused, setRefused] = useState<string>();
  const outage = useSyncExternalStore(connection.subscribe, connection.get, () => null);
  const hasFailed = useRef(false);
  /** While a list is on its way: what has gone since it was asked for, and may still be in it. */
  const goneMeanwhile = useRef<Set<string>>(null);

  const reload = useCallback(async () => {
    if (goneMeanwhile.current) return;
    const gone = new Set<string>();
    goneMeanwhile.current = gone;
    try {
      const listed = await listTrash();
      hasFailed.current = false;
      setRefused(undefined);
      setTasks(listed.filter((task) => !gone.has(task.id)));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      hasFailed.current = error.isPassing;
      setRefused(error.isPassing ? undefined : error.detail);
    } finally {
      goneMeanwhile.current = null;
    }
  }, []);

  const sync = useSync();
  useEffect(() => {
    let known = sync.state.replica.position?.token;
    return sync.subscribe(() => {
      const position = sync.state.replica.position?.token;
      const isNews = known !== undefined && position !== known;
      known = position;
      if (isNews) void reload();
    });
  }, [sync, reload]);

  useEffect(() => {
    void reload();
    const look = () => void reload();
    window.addEventListener("focus", look);
    // Also when a restore was what failed: until something succeeds, everybody believes in the outage.
    const leaveQueue = connection.onRetry(() => (hasFailed.current || connection.get()) && void reload());
    return () => {
      window.removeEventListener("focus", look);
      leaveQueue();
    };
  }, [reload]);

  const drop = useCallback((ids: ReadonlySet<string>) => {
    for (const id of ids) goneMeanwhile.current?.add(id);
    setTasks((shown) => shown?.filter((task) => !ids.has(task.id)));
  }, []);

  const failure = refused ?? (outage?.isCertain ? outage.reason : undefined);
  return { tasks, failure, reload, drop };
}
