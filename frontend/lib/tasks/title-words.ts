/** A day, tags and a priority among the words that are typed into the title of a task that is there already. */

import type { TaskFields } from "../domain/task";
import { fold } from "../fold";
import { blank, type Draft, takenBack, toFields, type Understood, understoodOf } from "./draft";
import type { FoundDay } from "./due-date";
import { type QuickAdd, readQuickAdd } from "./quick-add";

/** Words that are text after all. */
export type Kept = Pick<Draft, "ignoredDay" | "keptWords">;

export const nothingKept: Kept = { ignoredDay: undefined, keptWords: [] };

export type TitleWords = { draft: Draft; quick: QuickAdd; fields: TaskFields; before: string };

/** Words that the title had `before` mean no more than they did then. */
export function titleWords(fields: TaskFields, before: string, kept: Kept): TitleWords {
  const keptWords = [...before.split(/\s+/), ...kept.keptWords];
  const draft: Draft = { ...blank, text: fields.title, ignoredDay: kept.ignoredDay, keptWords };
  return { draft, quick: readQuickAdd(fields.title, { tags: fields.tags, kept: keptWords }), fields, before };
}

/** The task with what its title says. */
export function withWords(words: TitleWords, found: FoundDay | null): TaskFields {
  const { fields } = words;
  const said = toFields(words.draft, words.quick, newDay(words, found));
  return {
    ...fields,
    title: said.title,
    tags: said.tags,
    due_date: said.due_date ?? fields.due_date,
    priority: said.priority || fields.priority,
  };
}

export function understoodIn(words: TitleWords, found: FoundDay | null): Understood[] {
  return understoodOf(words.draft, words.quick, newDay(words, found)).filter(({ at }) => at >= 0);
}

export function keptAfter(words: TitleWords, one: Understood, found: FoundDay | null): Kept {
  const { ignoredDay, keptWords } = words.draft;
  return { ignoredDay, keptWords, ...takenBack(words.draft, one, words.quick, found) };
}

function newDay({ before }: TitleWords, found: FoundDay | null): FoundDay | null {
  return found && fold(before).includes(fold(found.words)) ? null : found;
}
