/** What has become of a task that is not, or no longer, among those that are here. */
"use client";

import { useEffect, useState } from "react";
import { connection } from "@/lib/api/connection";
import { isRefusal } from "@/lib/api/errors";
import { listHistory } from "@/lib/api/history";
import { newsOf } from "@/lib/sync/news";
import { type Pending, type Task, usePending, useSync } from "@/lib/sync/tasks";

/** `here`: the API has it, and it is on its way. `unknown`: the API cannot be asked. */
export type Fate = { kind: "trash"; task: Task } | { kind: "gone" | "here" | "unknown" };

/** Undefined until anything is known. */
export function useFate(id: string): Fate | undefined {
  const sync = useSync();
  const done = usePending().findLast(({ itemId }) => itemId === id)?.change;
  const [asked, setAsked] = useState<Fate>();
  // What was done here the API may not know yet.
  const here = fateAfter(done);
  // Nothing else is said while the API is asked about it afterwards.
  if (here && here.kind !== asked?.kind) setAsked(here);
  const isToBeAsked = !here;
  useEffect(() => {
    if (!isToBeAsked) return;
    let isOver = false;
    let hasFailed = false;
    let isAsking = false;
    let isDueAgain = false;
    const hasNews = newsOf(sync);
    const ask = async () => {
      isDueAgain = isAsking;
      if (isAsking) return;
      isAsking = true;
      const fate = await fateOf(id);
      isAsking = false;
      hasFailed = fate.kind === "unknown";
      if (isOver) return;
      // What is known counts for as long as nobody says otherwise.
      setAsked((known) => (hasFailed && known ? known : fate));
      if (isDueAgain) void ask();
    };
    void ask();
    const leaveFeed = sync.subscribe(() => void (hasNews() && ask()));
    const leaveQueue = connection.onRetry(() => void (hasFailed && ask()));
    return () => {
      isOver = true;
      leaveFeed();
      leaveQueue();
    };
  }, [id, isToBeAsked, sync]);
  return here ?? asked;
}

function fateAfter(done: Pending["change"] | undefined): Fate | undefined {
  if (done?.kind === "delete") return { kind: "trash", task: done.seen };
  return done?.kind === "erase" ? { kind: "gone" } : undefined;
}

async function fateOf(id: string): Promise<Fate> {
  try {
    const task = (await listHistory(id))[0]?.after;
    return task?.deleted_at ? { kind: "trash", task } : { kind: "here" };
  } catch (error) {
    return { kind: isRefusal(error, 404) ? "gone" : "unknown" };
  }
}
