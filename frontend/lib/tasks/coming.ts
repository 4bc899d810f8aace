/** When a task that is completed comes again, once what computes that is here. */

import { useSyncExternalStore } from "react";
import type { Task } from "../domain/task";
import { type Day, dayOf } from "./day";

type Module = typeof import("../domain/repeat/coming");

let module: Module | undefined;
const waiting = new Set<() => void>();

/** Resolves also where it cannot be had: then the API alone knows. */
export async function reachComing(): Promise<void> {
  if (module) return;
  module = await import("../domain/repeat/coming").catch(() => undefined);
  for (const tell of waiting) tell();
}

/** Says a rule in words, once that is here. */
export const useRuleSayer = () =>
  useSyncExternalStore(
    (tell) => {
      waiting.add(tell);
      return () => void waiting.delete(tell);
    },
    () => module?.sayRule,
    () => undefined,
  );

/** Whether it comes again, as far as is known without computing anything. */
export const isRepeating = ({ repeat, completed }: Pick<Task, "repeat" | "completed">) => repeat !== null && !completed;

/** Null: it does not come again. Undefined: only the API knows. */
export function comingAfter(task: Task, today: Day = dayOf(new Date())) {
  return isRepeating(task) ? module?.comingOf(task, today) : null;
}
