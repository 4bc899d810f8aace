/** A task that is still being written, what is understood of it, and what it will be. */

import { type Chosen, type TaskFields, withoutDay } from "../domain/task";
import { isBlankText } from "../fold";
import type { Day } from "./day";
import { type Asked, type Found, type Schedule, wordsOf } from "./found";
import type { Fault } from "./limits";
import { isSameTag, type Mark, type QuickAdd, readQuickAdd, readTags } from "./quick-add";
import type { Phrase } from "./when";

export type Draft = {
  text: string;
  description: string;
  /** Chosen by hand; null is chosen too: none. Undefined leaves it to the words. */
  chosenDay: Day | null | undefined;
  /** Chosen by hand; undefined leaves it to the words. */
  chosenSchedule?: Partial<Schedule> | undefined;
  /** Words that mean no day, no time, no repeat and no reminder after all. */
  ignored: readonly string[];
  /** Chosen by hand; 0 leaves it to the words. */
  chosenPriority: number;
  /** Tags beside those among the words, as typed into their field. */
  tagText: string;
  /** Chosen by its name; null is the Inbox, and undefined leaves it to the view. */
  listId?: string | null | undefined;
  /** Chosen by hand, and by no words. */
  chosen?: Partial<Chosen>;
  /** Words that mean no tag and no priority after all. */
  keptWords: readonly string[];
  /** Of a line that was pasted with a tick. */
  isDone?: boolean;
  fault: Fault | undefined;
};

export const blank: Draft = {
  text: "",
  description: "",
  chosenDay: undefined,
  ignored: [],
  chosenPriority: 0,
  tagText: "",
  keptWords: [],
  fault: undefined,
};

/** What the box has understood; `at` is where in the text, and below 0 for what was chosen by hand. */
export type Understood = { at: number } & (
  | { kind: "due"; day: Day }
  | { kind: "time"; time: string }
  | { kind: "repeat"; repeat: string; from: TaskFields["repeat_from"] }
  | { kind: "reminder"; minutes: number }
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
export function typed({ text: before, ignored, keptWords }: Draft, text: string): Partial<Draft> {
  if (!text) return { text, fault: undefined, ignored: [], keptWords: [] };
  const words = before.split(/\s+/);
  const last = words.at(-1);
  const grown = text.startsWith(before) ? /^\S+/.exec(text.slice(before.length))?.[0] : undefined;
  // "#ho" for no tag, then "#home" typed further: still none. But the same word further left is the one that was meant.
  const isKept = last && grown && keptWords.includes(last) && words.indexOf(last) === words.length - 1;
  const kept = isKept ? keptWords.map((word) => (word === last ? last + grown : word)) : keptWords;
  return { text, fault: undefined, ignored, keptWords: kept };
}

/** The tags and the priority; the day is looked for in what they leave. */
export function quickAddOf({ text, tagText, keptWords }: Draft): QuickAdd {
  return readQuickAdd(text, { tags: readTags(tagText), kept: keptWords });
}

/** With those that show when the day is taken out: "milk #home, tomorrow". */
export function allOf(draft: Draft, quick: QuickAdd, found: Found | null): QuickAdd {
  if (!isUsed(draft, found)) return quick;
  const { rest, tags, priority, marks } = readQuickAdd(found.rest, { tags: quick.tags, kept: draft.keptWords });
  const placed = marks.map((mark) => ({ ...mark, at: draft.text.lastIndexOf(mark.word) }));
  return { rest, tags, priority: priority || quick.priority, marks: [...quick.marks, ...placed] };
}

/** What is to be read of the draft. */
export const askedOf = ({ ignored, chosenDay }: Draft, { rest }: QuickAdd): Asked => ({
  text: rest,
  kept: ignored,
  chosenDay,
});

/** Words stay in the title unless they became the due date, its time, its repeat or its reminder. */
function isUsed(draft: Draft, found: Found | null): found is Found {
  if (!found || draft.chosenDay === null || (draft.chosenDay && found.words)) return false;
  return !isIgnored(draft, found);
}

/** "tom" for no day, then "tomorrow" typed further: still no day. */
function isIgnored({ ignored }: Draft, { words }: Found): boolean {
  return words !== "" && ignored.some((one) => words.startsWith(one));
}

function dueOf(draft: Draft, found: Found | null): Day | null {
  if (draft.chosenDay !== undefined) return draft.chosenDay;
  return isUsed(draft, found) ? found.day : null;
}

function scheduleOf(draft: Draft, found: Found | null): Schedule {
  const { time, repeat, repeatFrom, remindBefore } = isUsed(draft, found) ? found : {};
  return {
    due_time: time ?? null,
    repeat: repeat ?? null,
    repeat_from: repeatFrom ?? "due",
    remind_before: remindBefore ?? null,
    ...draft.chosenSchedule,
  };
}

function priorityOf(draft: Draft, quick: QuickAdd): number {
  return draft.chosenPriority || quick.priority;
}

/** In the order of the words, after what was chosen by hand. */
export function understoodOf(draft: Draft, words: QuickAdd, found: Found | null): Understood[] {
  const quick = allOf(draft, words, found);
  const placeOf = (isMeant: (mark: Mark) => boolean) => quick.marks.findLast(isMeant)?.at ?? -1;
  const day = dueOf(draft, found);
  const { due_time: time, repeat, repeat_from: from, remind_before: minutes } = scheduleOf(draft, found);
  const saidAt = (kind: Phrase["kind"], isChosen: boolean) => {
    const [words] = isChosen ? [] : wordsOf(kind, found);
    return words === undefined ? -1 : draft.text.lastIndexOf(words);
  };
  const isChosen = (name: keyof Schedule) => name in (draft.chosenSchedule ?? {});
  const priority = priorityOf(draft, quick);
  const understood: Understood[] = [
    ...(draft.listId ? [{ kind: "list", listId: draft.listId, at: -1 } as const] : []),
    ...(day ? [{ kind: "due", day, at: saidAt("day", draft.chosenDay !== undefined) } as const] : []),
    ...(time ? [{ kind: "time", time, at: saidAt("time", isChosen("due_time")) } as const] : []),
    ...(repeat ? [{ kind: "repeat", repeat, from, at: saidAt("repeat", isChosen("repeat")) } as const] : []),
    ...(minutes != null
      ? [{ kind: "reminder", minutes, at: saidAt("reminder", isChosen("remind_before")) } as const]
      : []),
    ...(priority ? [{ kind: "priority", priority, at: placeOf((mark) => "priority" in mark) } as const] : []),
    ...quick.tags.map((tag) => ({ kind: "tag", tag, at: placeOf((mark) => means(mark, tag)) }) as const),
  ];
  return understood.toSorted((a, b) => a.at - b.at);
}

export function means(mark: Mark, tag: string): boolean {
  return "tag" in mark && isSameTag(mark.tag, tag);
}

export function toFields(draft: Draft, words: QuickAdd, found: Found | null): TaskFields {
  const quick = allOf(draft, words, found);
  const fields: TaskFields = {
    title: quick.rest,
    description: draft.description.trim() ? draft.description : null,
    due_date: dueOf(draft, found),
    ...scheduleOf(draft, found),
    priority: priorityOf(draft, quick),
    tags: quick.tags,
    ...draft.chosen,
    ...(draft.listId !== undefined && { list_id: draft.listId }),
  };
  return fields.due_date ? fields : { ...fields, ...withoutDay(fields) };
}
