/** Moves a task by one step. What knows the places is fetched with the first step. */
"use client";

import { useAnnounce, useToast } from "@/components/ui/toast";
import type { Task } from "@/lib/sync/tasks";
import type { Direction } from "@/lib/tasks/placing";
import { useSteady } from "@/lib/use-steady";
import type { ShiftingPage } from "./shift-task";

// Without a connection it may not be had, and the task stays where it is.
const load = () => import("./shift-task").catch(() => undefined);

export function usePlacing(shown: Omit<ShiftingPage, "announce" | "toast">) {
  const page = { ...shown, announce: useAnnounce(), toast: useToast() };
  const latest = useSteady(() => page);
  return {
    /** Resolves when it is moved. */
    shift: async (task: Task, direction: Direction) => (await load())?.shiftTask(latest, task, direction),
    sayWhyNot: async () => (await load())?.refuseToShift(page),
  };
}
