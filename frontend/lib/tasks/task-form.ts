/** What stands in the fields of an open task, and the task that it means. Pure. */

import { type TaskFields, withoutDay } from "../domain/task";
import { readTags } from "./quick-add";

export type TaskForm = {
  title: string;
  description: string;
  day: string;
  time: string;
  repeat: string | null;
  repeatFrom: TaskFields["repeat_from"];
  remindBefore: number | null;
  priority: number;
  tagText: string;
  listId: string | null;
};

export const formOf = (fields: TaskFields): TaskForm => ({
  title: inOneLine(fields.title),
  description: fields.description ?? "",
  day: fields.due_date ?? "",
  time: fields.due_time ?? "",
  repeat: fields.repeat,
  repeatFrom: fields.repeat_from,
  remindBefore: fields.remind_before,
  priority: fields.priority,
  tagText: tagsAsText(fields.tags),
  listId: fields.list_id ?? null,
});

/**
 * `base` is what the form was made of. What nobody touched stays as it is there: a title may have lines, and a tag of another
 * app may hold what separates tags here.
 */
export function writtenIn(form: TaskForm, base: TaskFields): TaskFields {
  const { title, description, day, time, repeat, repeatFrom, remindBefore, priority, tagText, listId } = form;
  const written: TaskFields = {
    title: title === inOneLine(base.title) ? base.title : title.trim(),
    description: description === (base.description ?? "") ? base.description : description.trim() ? description : null,
    due_date: day || null,
    due_time: time || null,
    repeat,
    repeat_from: repeatFrom,
    remind_before: remindBefore,
    priority,
    tags: tagText === tagsAsText(base.tags) ? base.tags : readTags(tagText, base.tags),
    list_id: listId,
  };
  return day ? written : { ...written, ...withoutDay(written) };
}

/** What stands in the fields, with what has changed between two forms. */
export function withNews(form: TaskForm, before: TaskForm, after: TaskForm): TaskForm {
  const isNew = ([name, value]: [string, unknown]) => value !== before[name as keyof TaskForm];
  return { ...form, ...Object.fromEntries(Object.entries(after).filter(isNew)) };
}

/** A field of one line would glue together what is on two. */
const inOneLine = (text: string) => text.replace(/\s*[\n\v\f\r\u0085\u2028\u2029]\s*/g, " ");

const tagsAsText = (tags: readonly string[]) => tags.join(", ");
