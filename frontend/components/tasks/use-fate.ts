/** What has become of a task that is not, or no longer, among those that are here. */
"use client";

import { useEffect, useState } from "react";
import { connection } from "@/lib/api/connection";
import { isRefusal } from "@/lib/api/errors";
import { listHistory } from "@/lib/api/history";
import { type Pending, type Task, usePending } from "@/lib/sync/tasks";

/** `here`: the API has it, and it is on its way. `unknown`: the API cannot be asked. */
export type Fate = { kind: "trash"; task: Task } | { kind: "gone" | "here" | "unknown" };

/** Undefined until anything is known. */
export function useFate(id: string): Fate | undefined {
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
    const ask = async () => {
      const fate = await fateOf(id);
      hasFailed = fate.kind === "unknown";
      if (!isOver) setAsked(fate);
    };
    void ask();
    const leaveQueue = connection.onRetry(() => void (hasFailed && ask()));
    return () => {
      isOver = true;
      leaveQueue();
    };
  }, [id, isToBeAsked]);
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
