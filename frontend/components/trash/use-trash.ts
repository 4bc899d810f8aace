/** The trash as the page sees it: listed when the page opens, when anything changes elsewhere, and after an outage. */
"use client";

import { useCallback, useEffect, useReducer, useRef, useState, useSyncExternalStore } from "react";
import { connection } from "@/lib/api/connection";
import { ApiError } from "@/lib/api/errors";
import { listTrash } from "@/lib/api/trash";
import { type Refusal, useRefusals, useSync } from "@/lib/sync/tasks";
import { Trash } from "@/lib/sync/trash";

/** What is done in the trash. What is refused elsewhere is kept for the page that it was done on. */
export const isDoneInTrash = ({ change }: Pick<Refusal, "change">) =>
  change.kind === "restore" || change.kind === "erase" || change.kind === "delete";

/**
 * `tasks` is undefined until anything is known, last deleted first afterwards; `failure` is why there is no list.
 */
export function useTrash() {
  const sync = useSync();
  const [trash] = useState(() => new Trash());
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
    trash.asked(sync.get().pending);
    try {
      trash.told(await listTrash());
      hasFailed.current = false;
      setRefused(undefined);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      trash.failed();
      hasFailed.current = error.isPassing;
      setRefused(error.isPassing ? undefined : error.detail);
    } finally {
      isListing.current = false;
    }
    redraw();
    if (isDueAgain.current) void reload();
  }, [sync, trash]);

  useEffect(() => {
    let known = sync.state.replica.position?.token;
    let wasBusy = false;
    const look = () => {
      const { pending } = sync.get();
      if (trash.look(pending)) redraw();
      const position = sync.state.replica.position?.token;
      const isNews = known !== undefined && position !== known;
      known = position;
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
        trash.refused(itemId);
        redraw();
        void reload();
      },
      [trash, reload],
    ),
    isDoneInTrash,
  );

  const failure = refused ?? (outage?.isCertain ? outage.reason : undefined);
  return { tasks: trash.tasks, failure, reload };
}
