/** What stands in the fields of an open task, and the task that it means. Pure. */

import { editableIn } from "../domain/merge";
import { type Editable, type TaskFields, taskFields, withoutDay } from "../domain/task";
import { readTags } from "./quick-add";

/** What is another text while it is being written. Every other field of a task stands in the form as it is kept. */
type Written = "title" | "description" | "due_date" | "due_time" | "tags";

export type TaskForm = Omit<TaskFields, Written | "completed" | "parent_id" | "position"> & {
  title: string;
  description: string;
  day: string;
  time: string;
  tagText: string;
  list_id: string | null;
};

export function formOf(fields: TaskFields): TaskForm {
  // Where it stands below others, and whether it is done, is not written here.
  const { title, description, due_date, due_time, tags, completed, parent_id, position, ...kept } = editableIn(
    taskFields,
    fields as Editable,
  );
  return {
    ...kept,
    title: inOneLine(title),
    description: description ?? "",
    day: due_date ?? "",
    time: due_time ?? "",
    tagText: tagsAsText(tags),
    list_id: kept.list_id ?? null,
  };
}

/**
 * `base` is what the form was made of. What nobody touched stays as it is there: a title may have lines, and a tag of another
 * app may hold what separates tags here.
 */
export function writtenIn({ title, description, day, time, tagText, ...kept }: TaskForm, base: TaskFields): TaskFields {
  const written: TaskFields = {
    ...kept,
    title: title === inOneLine(base.title) ? base.title : title.trim(),
    description: description === (base.description ?? "") ? base.description : description.trim() ? description : null,
    due_date: day || null,
    due_time: time || null,
    tags: tagText === tagsAsText(base.tags) ? base.tags : readTags(tagText, base.tags),
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
