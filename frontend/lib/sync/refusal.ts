/** What becomes of a command that the API has refused, and of those about the same task that follow it. Pure. */

import type { ApiError } from "../api/errors";
import type { Editable, Task } from "../domain/task";
import { apply, type Pending } from "./command";
import { withoutRefused } from "./conflict";
import type { Step } from "./leader";

/** There is no room: nothing that could be put right in what was written. It waits on. */
export const isForRoom = ({ change }: Pending, { status }: ApiError) =>
  status === 409 && (change.kind === "create" || change.kind === "restore");

export function refused(one: Pending, error: ApiError, later: readonly Pending[]): Step {
  const { change, taskId } = one;
  const { detail, status } = error;
  const isKept = isForRoom(one, error);
  const told = { ...one, isSending: false, hasFailed: true, wasTried: false, verdict: { detail, status, isKept } };
  if (isKept) return { put: [told] };
  if (change.kind !== "create") return { put: [told, ...later.map((next) => withoutRefused(next, change))] };
  // What was to follow a create that never came to be goes back with it to whoever wrote it.
  const whole = later.reduce((task, next) => apply(task, taskId, next.change) ?? task, apply(null, taskId, change));
  const fields = whole ? { ...change.fields, ...pick(whole, change.fields) } : change.fields;
  return { put: [{ ...told, change: { ...change, fields } }], drop: later };
}

function pick(task: Task, like: Editable): Partial<Editable> {
  return Object.fromEntries(Object.keys(like).map((name) => [name, task[name as keyof Editable]]));
}
