/** What this page knows of the open task while it is gone: how it was, and whether it is the person here who has deleted it. */
"use client";

import { useState } from "react";
import type { Family } from "@/lib/domain/family";
import { type Task, useSync, useView } from "@/lib/sync/tasks";

/** `isOwn`: it has gone while it was open here, by what was done on this page. */
export function useKnown(seen: Task, current: Task | undefined, family: Family<Task>) {
  const { page } = useSync().state;
  const pending = useView((view) => view.pending);
  const lastOf = (task: Task, wasHere: boolean) => ({ task, wasHere, above: family.above(task) });
  const [last, setLast] = useState(() => lastOf(current ?? seen, current !== undefined));
  if (current && !(last.wasHere && last.task === current)) setLast(lastOf(current, true));
  const { task, wasHere, above } = last;
  // It goes with what it is in, too.
  const home = [task.id, ...above.map(({ id }) => id), task.list_id];
  const isDeletedHere = () =>
    pending.some((one) => one.page === page && one.change.kind === "delete" && home.includes(one.itemId));
  // What the API has never had can only have been taken back here, or given back to its box.
  return { task, isOwn: !current && wasHere && (task.version === 0 || isDeletedHere()) };
}
