/** A day, a time, a repeat, tags and a priority among the words that are typed into the title of a task that is there already. */

import type { TaskFields } from "../domain/task";
import { blank, type Draft, takenBack, toFields, type Understood, understoodOf } from "./draft";
import type { Asked, Found } from "./found";
import { type QuickAdd, readQuickAdd } from "./quick-add";

/** Words that are text after all. */
export type Kept = Pick<Draft, "ignored" | "keptWords">;

export const nothingKept: Kept = { ignored: [], keptWords: [] };

export type TitleWords = { draft: Draft; quick: QuickAdd; fields: TaskFields; before: string };

/** Words that the title had `before` mean no more than they did then. */
export function titleWords(fields: TaskFields, before: string, kept: Kept): TitleWords {
  const keptWords = [...before.split(/\s+/), ...kept.keptWords];
  const draft: Draft = { ...blank, text: fields.title, ignored: kept.ignored, keptWords };
  return { draft, quick: readQuickAdd(fields.title, { tags: fields.tags, kept: keptWords }), fields, before };
}

/** What is to be read: a time alone is one of the day that the task has. */
export const askedIn = ({ draft, quick, fields, before }: TitleWords): Asked => ({
  text: quick.rest,
  kept: draft.ignored,
  base: fields.due_date,
  before,
});

/** The task with what its title says. */
export function withWords(words: TitleWords, found: Found | null): TaskFields {
  const { fields } = words;
  const said = toFields(words.draft, words.quick, found);
  return {
    ...fields,
    title: said.title,
    tags: said.tags,
    due_date: said.due_date ?? fields.due_date,
    due_time: said.due_time ?? fields.due_time,
    remind_before: said.remind_before ?? fields.remind_before,
    ...(said.repeat && { repeat: said.repeat, repeat_from: said.repeat_from }),
    priority: said.priority || fields.priority,
  };
}

export function understoodIn(words: TitleWords, found: Found | null): Understood[] {
  return understoodOf(words.draft, words.quick, found).filter(({ at }) => at >= 0);
}

export function keptAfter(words: TitleWords, one: Understood, found: Found | null): Kept {
  const { ignored, keptWords } = words.draft;
  return { ignored, keptWords, ...takenBack(words.draft, one, words.quick, found) };
}
