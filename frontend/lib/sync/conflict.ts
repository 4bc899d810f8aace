/** A change that has met one of somebody else: what each side would come to. Pure. */

import { type Editable, isEmpty, merge, type Task } from "../domain/task";
import { apply, type Change, type Conflict, type Pending } from "./command";

/** Of a change that has met theirs, what nobody needs to choose about. */
export function uncontested({ fields, seen }: Extract<Change, { kind: "edit" }>, theirs: Task): Partial<Editable> {
  const { wanted, contested } = merge(seen, fields, theirs);
  // Where there is nothing to choose, an earlier try of all of it was taken back.
  if (contested.length === 0) return {};
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => !contested.some((one) => one === name)));
}

/** What is to be chosen instead of theirs; null: gone. Of a task that was deleted elsewhere, with all that was changed here. */
export function mineOf({ taskId, change, theirs }: Conflict, pending: readonly Pending[]): Task | null {
  if (theirs === "deleted") {
    const all = pending.filter((one) => one.taskId === taskId);
    return all.reduce<Task | null>((task, one) => apply(task, taskId, one.change), change.seen);
  }
  if (change.kind === "delete") return null;
  const { wanted } = merge(change.seen, change.fields, theirs);
  return { ...theirs, ...wanted };
}

/** What is to be chosen instead of mine, together with what was changed here alone; null: gone. */
export function theirsOf({ change, theirs }: Conflict): Task | null {
  if (theirs === "deleted") return null;
  return change.kind === "edit" ? { ...theirs, ...uncontested(change, theirs) } : theirs;
}

/** Later changes were made upon one that the API has refused: to them the task was as if it had not been. */
export function withoutRefused(later: Pending, refused: Change): Pending {
  const { change } = later;
  if (refused.kind !== "edit" || change.kind === "create" || change.kind === "restore") return later;
  const undone = Object.keys(refused.fields).filter((name) => {
    const field = name as keyof Editable;
    return JSON.stringify(change.seen[field]) === JSON.stringify(refused.fields[field]);
  });
  if (isEmpty(undone)) return later;
  const before = Object.fromEntries(undone.map((name) => [name, refused.seen[name as keyof Editable]]));
  return { ...later, change: { ...change, seen: { ...change.seen, ...before } } };
}
