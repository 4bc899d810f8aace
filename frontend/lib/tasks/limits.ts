/** What the API would refuse, said before it is sent: without a connection its answer comes long after the typing. */

import { faultIn as firstFault } from "../domain/merge";
import { type Editable, fieldNames, type Placement, type TaskFields, taskFields } from "../domain/task";
import type { Verdict } from "../sync/command";

export type FieldName = Exclude<keyof TaskFields, keyof Placement>;

/** What is wrong with a field, in the API's words. */
export type Fault = { field: FieldName; message: string };

/** What nobody writes has no field on the page. */
const isWritten = (name: keyof Editable): name is FieldName =>
  name !== "completed" && name !== "list_id" && name !== "parent_id" && name !== "position";

/** The first that a person comes to. */
export function faultIn(fields: Partial<TaskFields>): Fault | undefined {
  const fault = firstFault<Editable>(taskFields, fields);
  return fault && { field: isWritten(fault.field) ? fault.field : "title", message: fault.message };
}

/** Why the API has refused it; what is about no field of the page stands at the title. */
export const faultFrom = ({ detail, field }: Pick<Verdict, "detail" | "field">): Fault => ({
  field: fieldNames.filter(isWritten).find((name) => name === field) ?? "title",
  message: detail,
});
