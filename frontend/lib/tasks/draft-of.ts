/** What was written once, as it is when it is written on. */

import type { Editable, TaskFields } from "../domain/task";
import { blank, type Draft } from "./draft";
import type { Fault } from "./limits";

type Refused = TaskFields & Partial<Editable>;

/** As it was meant. */
export const refusedDraft = (fields: Refused, fault: Fault): Draft => ({
  ...draftOf(fields),
  fault,
});

/** A task as it is: its title is not read again. */
export function draftOf({ title, description, due_date, priority, tags, list_id, ...rest }: Refused): Draft {
  // A draft from before there were reminders has none. Where it stands, and whether it is done, is not written.
  const { due_time, repeat, repeat_from, remind_before = null, completed, parent_id, position, ...chosen } = rest;
  const isScheduled = due_time || repeat || remind_before !== null;
  return {
    ...blank,
    text: title,
    description: description ?? "",
    chosenDay: due_date,
    ...(isScheduled && { chosenSchedule: { due_time, repeat, repeat_from, remind_before } }),
    chosenPriority: priority,
    tagText: tags.join(", "),
    keptWords: title.split(/\s+/),
    ...(list_id && { listId: list_id }),
    chosen,
  };
}
