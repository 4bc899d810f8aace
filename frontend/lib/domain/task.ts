/** The descriptor of a task. What is compared, merged, limited, said and sent of it stands here. */

import type { components } from "../api/schema";
import { priorityNames } from "../tasks/quick-add";
import {
  belonging,
  clock,
  day,
  type FieldsOf,
  flag,
  minutes,
  option,
  optionalText,
  place,
  rank,
  rule,
  text,
  words,
} from "./fields";
import { differencesIn, type Merged, mergeIn } from "./merge";

export type Task = components["schemas"]["TaskResponse"];
/** All that a person can say about a task. */
export type Editable = Pick<Task, keyof components["schemas"]["TaskCreate"]>;
/** Which list it is in, which task it is a part of, and where among the others there. */
export type Placement = Pick<Editable, "list_id" | "parent_id" | "position">;
/** What words can say of a task. */
type InWords =
  | "title"
  | "description"
  | "due_date"
  | "due_time"
  | "repeat"
  | "repeat_from"
  | "remind_before"
  | "priority"
  | "tags";
/** What is said in the editor and in the add box. What no words say may be absent there: nobody has said it. */
export type TaskFields = Pick<Editable, InWords> & Partial<Omit<Editable, InWords | "completed">>;
/** What no words say, and no place: it is only chosen. A field that is added belongs here, unless it is named above. */
export type Chosen = Omit<Editable, InWords | "completed" | keyof Placement>;
/** What a task that is added in a view, or to a task, is to have, so that it belongs to what is shown. */
export type Defaults = Pick<TaskFields, "due_date" | "priority" | "tags" | "list_id" | "parent_id">;

/** In the order in which people come to them. */
export const taskFields: FieldsOf<Editable> = {
  title: text("Title", 100),
  description: optionalText("Description", 1000),
  due_date: day("Due"),
  due_time: clock("Time"),
  repeat: rule("Repeat"),
  repeat_from: option("Repeat from", { due: "The due date", completion: "The day it is done" }),
  remind_before: minutes("Reminder"),
  priority: rank("Priority", priorityNames),
  tags: words("Tags", "Tag", { most: 20, longest: 40 }),
  completed: flag("Completed"),
  list_id: belonging("List", "Inbox", "Another list"),
  parent_id: belonging("Part of", "Nothing", "Another task"),
  position: place("Position"),
};

export const fieldNames = Object.keys(taskFields) as (keyof Editable)[];

/** The fields of a task for which no values are given. */
export const blankFields = Object.fromEntries(
  fieldNames.map((name) => [name, taskFields[name].absent]),
) as unknown as Editable;

/** A task that has no time and no reminder, and does not come again. */
export const unscheduled = { due_time: null, repeat: null, repeat_from: "due", remind_before: null } as const;

/** Without its day a task has no time and no reminder, and does not come again in step with it: as the API has it. */
export function withoutDay(fields: Partial<Editable>): Partial<Editable> {
  const { due_time, repeat, repeat_from, remind_before } = fields;
  return {
    due_date: null,
    ...(due_time && { due_time: null }),
    ...(remind_before != null && { remind_before: null }),
    ...(repeat && repeat_from !== "completion" && { repeat: null }),
  };
}

/** When it was completed. What is completed together has one time, by which it is opened together. */
export const timedIn = ({ completed }: Partial<Editable>, at: string): { shows?: Partial<Task> } =>
  completed === undefined ? {} : { shows: { completed_at: completed ? at : null } };

export const differences = (from: Partial<Editable>, to: Partial<Editable>): Partial<Editable> =>
  differencesIn(taskFields, from, to);

export const merge = (base: Partial<Editable>, mine: Partial<Editable>, theirs: Editable): Merged<Editable> =>
  mergeIn(taskFields, base, mine, theirs);

export const isEmpty = (fields: object) => Object.keys(fields).length === 0;
