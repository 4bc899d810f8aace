/** What is made of a draft when it is added. Pure. */

import { between, placeOf } from "../domain/position";
import type { Defaults } from "../domain/task";
import type { NewTask, Task, TaskFields } from "../sync/tasks";
import { askedOf, type Draft, quickAddOf, toFields } from "./draft";
import type { Asked, Found } from "./found";
import { faultIn } from "./limits";
import { continued } from "./long-title";
import { isSameTag } from "./quick-add";

/** A title that is too long goes on in the description. */
export function fieldsIn(draft: Draft, find: (asked: Asked) => Found | null): TaskFields {
  const quick = quickAddOf(draft);
  const fields = toFields(draft, quick, find(askedOf(draft, quick)));
  return continued(fields) ?? fields;
}

/** What was said or chosen counts, also that there is to be no due date. */
export function withDefaults(fields: TaskFields, defaults: Defaults, { chosenDay, isDone }: Draft): NewTask["fields"] {
  const missing = defaults.tags.filter((tag) => !fields.tags.some((one) => isSameTag(one, tag)));
  const tags = [...fields.tags, ...missing];
  return {
    ...fields,
    due_date: fields.due_date ?? (chosenDay === undefined ? defaults.due_date : null),
    priority: fields.priority || defaults.priority,
    ...(fields.list_id === undefined && defaults.list_id !== undefined && { list_id: defaults.list_id }),
    ...(defaults.parent_id && { parent_id: defaults.parent_id }),
    tags: faultIn({ tags }) ? fields.tags : tags,
    // What is done does not come again.
    ...(isDone && { completed: true, repeat: null }),
  };
}

/**
 * Puts new tasks, of which the last is to stand first, on top of `first`, under the eyes of whoever adds them. Parts of a task
 * come last there, as everything does that says no place.
 */
export function onTop(added: readonly NewTask[], first: Task | undefined): readonly NewTask[] {
  let top = first ? placeOf(first) : null;
  return added.map(({ id, fields }) => {
    if (fields.parent_id) return { id, fields };
    top = between(null, top);
    return { id, fields: { ...fields, position: top } };
  });
}
