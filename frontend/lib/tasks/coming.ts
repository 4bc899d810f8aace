/** What completes tasks that repeat, once it is here: fetched where one is shown, and waited for at a tick. */

import type { Task } from "../domain/task";
import { type Day, dayOf } from "./day";

let module: typeof import("../sync/completing") | undefined;

/** Resolves also where it cannot be had: then the API alone knows. */
export async function reachComing() {
  module ??= await import("../sync/completing").catch(() => undefined);
  return module;
}

export const comingModule = () => module;

/** Whether it comes again, as far as is known without computing anything. */
export const isRepeating = ({ repeat, completed }: Pick<Task, "repeat" | "completed">) => repeat !== null && !completed;

/** Null: it does not come again. Undefined: only the API knows. */
export function comingAfter(task: Task, today: Day = dayOf(new Date())) {
  return isRepeating(task) ? module?.comingOf(task, today) : null;
}
