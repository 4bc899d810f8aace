/** A task that is still being written, what is understood of it, and what it will be. */

import { type TaskFields, unscheduled } from "../domain/task";
import { isBlankText } from "../fold";
import type { Day } from "./day";
import type { FoundDay } from "./due-date";
import { type Fault, faultFrom } from "./limits";
import { isSameTag, type Mark, type QuickAdd, readQuickAdd, readTags } from "./quick-add";

export type Draft = {
  text: string;
  description: string;
  /** Chosen by hand; null is chosen too: none. Undefined leaves it to the words. */
  chosenDay: Day | null | undefined;
  /** Words that mean no day after all. */
  ignoredDay: string | undefined;
  /** Chosen by hand; 0 leaves it to the words. */
  chosenPriority: number;
  /** Tags beside those among the words, as typed into their field. */
  tagText: string;
  /** Chosen by its name; undefined leaves it to the view. */
  listId?: string | undefined;
  /** Words that mean no tag and no priority after all. */
  keptWords: readonly string[];
  fault: Fault | undefined;
};

export const blank: Draft = {
  text: "",
  description: "",
  chosenDay: undefined,
  ignoredDay: undefined,
  chosenPriority: 0,
  tagText: "",
  keptWords: [],
  fault: undefined,
};

/** What the box has understood; `at` is where in the text, and below 0 for what was chosen by hand. */
export type Understood = { at: number } & (
  | { kind: "due"; day: Day }
  | { kind: "priority"; priority: number }
  | { kind: "tag"; tag: string }
  | { kind: "list"; listId: string }
);

/** Nothing is written in any field. */
export function isBlank({ text, description, tagText, chosenDay, chosenPriority }: Draft): boolean {
  return isBlankText(`${text}${description}${tagText}${chosenDay ?? ""}`) && chosenPriority === 0;
}

/** Something is written in those fields that are folded away at first. */
export function hasMore(draft: Draft): boolean {
  return !isBlank({ ...draft, text: "" });
}

/** The draft after another key. */
export function typed({ text: before, ignoredDay, keptWords }: Draft, text: string): Partial<Draft> {
  if (!text) return { text, fault: undefined, ignoredDay: undefined, keptWords: [] };
  const words = before.split(/\s+/);
  const last = words.at(-1);
  const grown = text.startsWith(before) ? /^\S+/.exec(text.slice(before.length))?.[0] : undefined;
  // "#ho" for no tag, then "#home" typed further: still none. But the same word further left is the one that was meant.
  const isKept = last && grown && keptWords.includes(last) && words.indexOf(last) === words.length - 1;
  const kept = isKept ? keptWords.map((word) => (word === last ? last + grown : word)) : keptWords;
  return { text, fault: undefined, ignoredDay, keptWords: kept };
}

/** The tags and the priority; the day is looked for in what they leave. */
export function quickAddOf({ text, tagText, keptWords }: Draft): QuickAdd {
  return readQuickAdd(text, { tags: readTags(tagText), kept: keptWords });
}

/** With those that show when the day is taken out: "milk #home, tomorrow". */
function allOf(draft: Draft, quick: QuickAdd, found: FoundDay | null): QuickAdd {
  if (!isUsed(draft, found)) return quick;
  const { rest, tags, priority, marks } = readQuickAdd(found.rest, { tags: quick.tags, kept: draft.keptWords });
  const placed = marks.map((mark) => ({ ...mark, at: draft.text.lastIndexOf(mark.word) }));
  return { rest, tags, priority: priority || quick.priority, marks: [...quick.marks, ...placed] };
}

/** Words stay in the title unless they became the due date. */
function isUsed(draft: Draft, found: FoundDay | null): found is FoundDay {
  return found !== null && draft.chosenDay === undefined && !isIgnored(draft, found);
}

/** "tom" for no day, then "tomorrow" typed further: still no day. */
function isIgnored({ ignoredDay }: Draft, found: FoundDay): boolean {
  return ignoredDay !== undefined && found.words.startsWith(ignoredDay);
}

export function dueOf(draft: Draft, found: FoundDay | null): Day | null {
  if (draft.chosenDay !== undefined) return draft.chosenDay;
  return found && !isIgnored(draft, found) ? found.day : null;
}

export function priorityOf(draft: Draft, quick: QuickAdd): number {
  return draft.chosenPriority || quick.priority;
}

/** In the order of the words, after what was chosen by hand. */
export function understoodOf(draft: Draft, words: QuickAdd, found: FoundDay | null): Understood[] {
  const quick = allOf(draft, words, found);
  const placeOf = (isMeant: (mark: Mark) => boolean) => quick.marks.findLast(isMeant)?.at ?? -1;
  const day = dueOf(draft, found);
  const dayAt = found && draft.chosenDay === undefined ? draft.text.lastIndexOf(found.words) : -1;
  const priority = priorityOf(draft, quick);
  const understood: Understood[] = [
    ...(draft.listId ? [{ kind: "list", listId: draft.listId, at: -1 } as const] : []),
    ...(day ? [{ kind: "due", day, at: dayAt } as const] : []),
    ...(priority ? [{ kind: "priority", priority, at: placeOf((mark) => "priority" in mark) } as const] : []),
    ...quick.tags.map((tag) => ({ kind: "tag", tag, at: placeOf((mark) => means(mark, tag)) }) as const),
  ];
  return understood.toSorted((a, b) => a.at - b.at);
}

function means(mark: Mark, tag: string): boolean {
  return "tag" in mark && isSameTag(mark.tag, tag);
}

/** The draft with these words as words. */
export function takenBack(draft: Draft, one: Understood, words: QuickAdd, found: FoundDay | null): Partial<Draft> {
  const quick = allOf(draft, words, found);
  const keep = (isMeant: (mark: Mark) => boolean) => [
    ...draft.keptWords,
    ...quick.marks.filter(isMeant).map((mark) => mark.word),
  ];
  switch (one.kind) {
    case "due":
      return { chosenDay: undefined, ignoredDay: found?.words };
    case "priority":
      return { chosenPriority: 0, keptWords: keep((mark) => "priority" in mark) };
    case "list":
      return { listId: undefined };
    case "tag": {
      const others = readTags(draft.tagText).filter((tag) => !isSameTag(tag, one.tag));
      return { tagText: others.join(", "), keptWords: keep((mark) => means(mark, one.tag)) };
    }
  }
}

export function toFields(draft: Draft, words: QuickAdd, found: FoundDay | null): TaskFields {
  const quick = allOf(draft, words, found);
  return {
    title: quick.rest,
    description: draft.description.trim() ? draft.description : null,
    due_date: dueOf(draft, found),
    ...unscheduled,
    priority: priorityOf(draft, quick),
    tags: quick.tags,
    ...(draft.listId && { list_id: draft.listId }),
  };
}

/** A task that was refused, as it was meant. */
export const refusedDraft = (fields: TaskFields, error: string): Draft => ({
  ...draftOf(fields),
  fault: faultFrom(error),
});

/** A task as it is: its title is not read again. */
export function draftOf({ title, description, due_date, priority, tags, list_id }: TaskFields): Draft {
  return {
    ...blank,
    text: title,
    description: description ?? "",
    chosenDay: due_date,
    chosenPriority: priority,
    tagText: tags.join(", "),
    keptWords: title.split(/\s+/),
    ...(list_id && { listId: list_id }),
  };
}
