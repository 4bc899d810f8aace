/** The trash as the page sees it: listed when the page opens, when anything changes elsewhere, and after an outage. */
"use client";

import { useCallback, useEffect, useReducer, useRef, useState, useSyncExternalStore } from "react";
import { connection } from "@/lib/api/connection";
import { ApiError } from "@/lib/api/errors";
import { listTrash } from "@/lib/api/trash";
import type { List } from "@/lib/domain/list";
import { newsOf } from "@/lib/sync/news";
import { type Refusal, type Task, useRefusals, useSync } from "@/lib/sync/tasks";
import { Trash } from "@/lib/sync/trash";

/** What is done in the trash. What is refused elsewhere is kept for the page that it was done on. */
export const isDoneInTrash = ({ change }: Pick<Refusal, "change">) =>
  change.kind === "restore" || change.kind === "erase" || change.kind === "delete";

/**
 * `tasks` and `lists` are undefined until anything is known, last deleted first afterwards; `failure` is why nothing is.
 */
export function useTrash() {
  const sync = useSync();
  const [trash] = useState(() => new Trashes());
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [refused, setRefused] = useState<string>();
  const outage = useSyncExternalStore(connection.subscribe, connection.get, () => null);
  const hasFailed = useRef(false);
  const isListing = useRef(false);
  const isDueAgain = useRef(false);

  const reload = useCallback(async () => {
    isDueAgain.current = isListing.current;
    if (isListing.current) return;
    isListing.current = true;
    for (const one of trash.both) one.asked(sync.get().pending);
    try {
      const { tasks, lists } = await listTrash();
      trash.tasks.told(tasks);
      trash.lists.told(lists);
      hasFailed.current = false;
      setRefused(undefined);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      for (const one of trash.both) one.failed();
      // The first failure alone is often a hiccup. The second is told, though other requests may be answered.
      setRefused(error.isPassing && !hasFailed.current ? undefined : error.detail);
      hasFailed.current = error.isPassing;
    } finally {
      isListing.current = false;
    }
    redraw();
    if (isDueAgain.current) void reload();
  }, [sync, trash]);

  useEffect(() => {
    const hasNews = newsOf(sync);
    let wasBusy = false;
    const look = () => {
      const { pending } = sync.get();
      const isNew = trash.both.map((one) => one.look(pending));
      if (isNew.includes(true)) redraw();
      const isNews = hasNews();
      // One's own hundred batches need no hundred lists.
      const isBusy = pending.some(({ change }) => change.kind === "erase");
      if (!isBusy && (isNews || wasBusy)) void reload();
      wasBusy = isBusy;
    };
    look();
    return sync.subscribe(look);
  }, [sync, trash, reload]);

  useEffect(() => {
    void reload();
    const look = () => void reload();
    window.addEventListener("focus", look);
    const leaveQueue = connection.onRetry(() => (hasFailed.current || connection.get()) && void reload());
    return () => {
      window.removeEventListener("focus", look);
      leaveQueue();
    };
  }, [reload]);

  useRefusals(
    useCallback(
      ({ itemId, isKept }: Refusal) => {
        if (isKept) return;
        for (const one of trash.both) one.refused(itemId);
        redraw();
        void reload();
      },
      [trash, reload],
    ),
    isDoneInTrash,
  );

  const failure = refused ?? (outage?.isCertain ? outage.reason : undefined);
  return { tasks: withoutRestored(trash), lists: trash.lists.items, failure, reload };
}

/** What is in the trash, of either kind. */
class Trashes {
  readonly tasks = new Trash<Task>("task");
  readonly lists = new Trash<List>("list");
  readonly both = [this.tasks, this.lists];
}

/** Whether the task went into the trash with that list, by which it comes back with it. */
export const wentWith = (list: List) => (task: Task) =>
  task.list_id === list.id && task.deleted_at !== null && task.deleted_at === list.deleted_at;

function withoutRestored({ tasks, lists }: Trashes): Task[] | undefined {
  const { restored } = lists;
  return restored.length > 0
    ? tasks.items?.filter((task) => !restored.some((list) => wentWith(list)(task)))
    : tasks.items;
}
