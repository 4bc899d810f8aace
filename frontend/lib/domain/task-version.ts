/** A version of a task, as its history and a choice between two show it. */

import type { Field, Reader } from "./fields";
import { editableIn } from "./merge";
import { type Editable, type Task, taskFields } from "./task";

export const editableOf = (task: Task): Editable => editableIn(taskFields, task);

export function sayField<Name extends keyof Editable>(name: Name, task: Task, reader: Reader): string {
  const field: Field<Editable[Name]> = taskFields[name];
  return field.say(task[name], reader);
}
