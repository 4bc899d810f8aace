/** What the API would refuse, said before it is sent: without a connection its answer comes long after the typing. */

import { faultIn as firstFault } from "../domain/merge";
import { fieldNames, type TaskFields, taskFields } from "../domain/task";

export type FieldName = keyof TaskFields;

/** What is wrong with a field, in the API's words. */
export type Fault = { field: FieldName; message: string };

export const HALF_A_DATE: Fault = { field: "due_date", message: "Enter a whole date, or clear it" };

/** The first that a person comes to. */
export const faultIn = (fields: Partial<TaskFields>) => firstFault<TaskFields>(taskFields, fields);

/** What a sentence of the API is about; one that names nothing stands at the title. */
export function faultFrom(message: string): Fault {
  const isAbout = (name: keyof typeof taskFields) =>
    message.startsWith(taskFields[name].called ?? taskFields[name].label);
  const isWritten = (name: keyof typeof taskFields): name is FieldName =>
    name !== "completed" && name !== "list_id" && name !== "position";
  return { field: fieldNames.filter(isWritten).find(isAbout) ?? "title", message };
}
