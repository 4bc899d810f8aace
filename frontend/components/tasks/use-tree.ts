/** The rows of a view: with what is below each task, where a view is of one list, and what is folded away. */
"use client";

import { useCallback, useMemo, useState } from "react";
import { familyOf } from "@/lib/domain/family";
import type { Task } from "@/lib/sync/tasks";
import { type Branch, treeOf } from "@/lib/tasks/tree";
import { useSteady } from "@/lib/use-steady";

const KEY = "folded";
/** Those of tasks that are no more go in time. */
const MOST_KEPT = 500;
const NOTHING: ReadonlySet<string> = new Set();

/** This browser keeps what is folded. */
function read(): ReadonlySet<string> {
  if (typeof window === "undefined") return NOTHING;
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? new Set(kept.filter((id) => typeof id === "string")) : NOTHING;
  } catch {
    return NOTHING;
  }
}

/** `shown` are the tasks of the view in their order, `all` those that there are. */
export function useTree(shown: Task[] | undefined, all: readonly Task[] | undefined, isTree: boolean) {
  const [folded, setFolded] = useState(read);
  const rows = useMemo(
    () => shown && (isTree ? treeOf(shown, folded) : shown.map((task): Branch<Task> => ({ task, level: 0, holds: 0 }))),
    [shown, folded, isTree],
  );
  const change = useCallback((ids: readonly string[], isFolded: boolean) => {
    setFolded((before) => {
      const after = new Set(before);
      for (const id of ids) after.delete(id);
      if (isFolded) for (const id of ids) after.add(id);
      localStorage.setItem(KEY, JSON.stringify([...after].slice(-MOST_KEPT)));
      return after;
    });
  }, []);
  const fold = useSteady((task: Task) => change([task.id], !folded.has(task.id)));
  /** Unfolds what it is in. */
  const reveal = useSteady((task: Task) => {
    const hiding = familyOf(all ?? [])
      .above(task)
      .filter(({ id }) => folded.has(id));
    if (hiding.length > 0)
      change(
        hiding.map(({ id }) => id),
        false,
      );
  });
  return { rows, folded, fold, reveal };
}
