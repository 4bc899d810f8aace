/** Ticks of tasks that repeat: what computes their next day is fetched before, and two ticks in a row mean one. */
"use client";

import { useCallback, useEffect, useState } from "react";
import type { Task } from "@/lib/sync/tasks";
import { isRepeating, reachComing } from "@/lib/tasks/coming";

/** Until the page has drawn what it shows first. */
const IDLE_MS = 1_000;

/** As long as a row that was ticked stays where it is. Its box is empty again at once, and asks for a second tick. */
const SECOND_TICK_MS = 1_500;

export function useTicking(tasks: readonly Task[] | undefined) {
  const hasRepeating = tasks?.some(isRepeating) ?? false;
  useEffect(() => {
    if (!hasRepeating) return;
    const timer = setTimeout(reachComing, IDLE_MS);
    return () => clearTimeout(timer);
  }, [hasRepeating]);
  const [ticks] = useState(() => new Set<string>());
  return useCallback(
    (task: Task, toggle: (task: Task) => void) => {
      if (ticks.has(task.id)) return;
      ticks.add(task.id);
      setTimeout(() => ticks.delete(task.id), SECOND_TICK_MS);
      void reachComing().then(() => toggle(task));
    },
    [ticks],
  );
}
