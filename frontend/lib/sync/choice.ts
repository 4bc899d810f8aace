/** What is to be done once a person has chosen between two versions. Pure. */

import { isEmpty, type Task } from "../domain/task";
import { type Conflict, commandOf, type Pending } from "./command";
import { uncontested } from "./conflict";
import type { Step } from "./leader";

/** `ofTask` are all commands about the task, `page` the one that sends. */
export function chosen(conflict: Conflict, keepsMine: boolean, ofTask: readonly Pending[], page: string): Step {
  const { theirs } = conflict;
  return theirs === "deleted"
    ? chosenDeleted(conflict, keepsMine, ofTask, page)
    : chosenVersion(conflict, theirs, keepsMine);
}

function chosenVersion(conflict: Conflict, theirs: Task, keepsMine: boolean): Step {
  const { change } = conflict;
  const anew: Pending = { ...conflict, theirs: null, wasTried: false, sentVersion: null };
  if (keepsMine) return { put: [{ ...anew, change: { ...change, seen: theirs } }] };
  // What was changed here alone goes on.
  const fields = change.kind === "edit" ? uncontested(change, theirs) : {};
  return isEmpty(fields)
    ? { drop: [conflict] }
    : { put: [{ ...anew, change: { kind: "edit", fields, seen: theirs } }] };
}

/** Of a task that was deleted elsewhere all changes go the same way. */
function chosenDeleted(
  { taskId, change }: Conflict,
  keepsMine: boolean,
  ofTask: readonly Pending[],
  page: string,
): Step {
  if (!keepsMine) return { drop: ofTask };
  const again = [{ kind: "restore", task: change.seen } as const, ...ofTask.map((one) => one.change)];
  return { drop: ofTask, put: again.map((next) => commandOf(page, taskId, next)) };
}
