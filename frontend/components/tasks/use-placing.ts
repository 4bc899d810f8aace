/** Moves a task by one step, with what is fetched for that. */
"use client";

import { useAnnounce } from "@/components/ui/toast";
import type { Task } from "@/lib/sync/tasks";
import type { Direction } from "@/lib/tasks/placing";
import { useSteady } from "@/lib/use-steady";
import type { StepsPage } from "./place-by-step";

/** What it returns resolves when the task is there, and fails where it cannot be fetched. */
export function usePlacing(page: StepsPage) {
  const announce = useAnnounce();
  // Of the page as it is by then.
  const now = useSteady(() => ({ ...page, announce }));
  return (task: Task, direction: Direction) =>
    import("./place-by-step").then(({ placeByStep }) => placeByStep(task, direction, now()));
}
