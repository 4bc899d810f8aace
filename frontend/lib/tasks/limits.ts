/** What the API would refuse, said before it is sent: without a connection its answer comes long after the typing. */

import { faultIn as firstFault } from "../domain/merge";
import { type Editable, fieldNames, type TaskFields, taskFields } from "../domain/task";

export type FieldName = Exclude<keyof TaskFields, "list_id" | "position">;

/** What is wrong with a field, in the API's words. */
export type Fault = { field: FieldName; message: string };

export const HALF_A_DATE: Fault = { field: "due_date", message: "Enter a whole date, or clear it" };

/** The first that a person comes to. */
export function faultIn(fields: Partial<TaskFields>): Fault | undefined {
  const fault = firstFault<Editable>(taskFields, fields);
  return fault && { field: fieldOf(fault.field), message: fault.message };
}

/** What a sentence of the API is about; one that names nothing stands at the title. */
export function faultFrom(message: string): Fault {
  const isAbout = (name: keyof typeof taskFields) =>
    message.startsWith(taskFields[name].called ?? taskFields[name].label);
  const field = fieldNames.find(isAbout);
  return { field: fieldOf(field), message };
}

/** What nobody writes has no field on the page. */
function fieldOf(name: keyof Editable | undefined): FieldName {
  return name === undefined || name === "completed" || name === "list_id" || name === "position" ? "title" : name;
}
