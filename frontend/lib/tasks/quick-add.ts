/** Tags and a priority as words of a task: "Buy milk #home !1". */

import { fold, isBlankText } from "../fold";

const MOST_TAGS = 20;
const LONGEST_TAG = 40;

/** By the API's numbers. */
export const priorityNames = ["None", "Low", "Medium", "High"];

export const sayPriority = (priority: number) => `${priorityNames[priority]} priority`;

/** A word that is understood, and where in the text it stands. */
export type Mark = { word: string; at: number } & ({ tag: string } | { priority: number });

export type QuickAdd = {
  /** What is left to be the title. */
  rest: string;
  priority: number;
  tags: string[];
  marks: Mark[];
};

type Besides = {
  /** Tags that the task has anyway. */
  tags?: readonly string[];
  /** Words that are text after all. */
  kept?: readonly string[];
};

/** Words of their own, and only where something else is left to be the title. */
export function readQuickAdd(text: string, { tags = [], kept = [] }: Besides = {}): QuickAdd {
  const understood: QuickAdd = { rest: "", priority: 0, tags: [...tags], marks: [] };
  const isKept = new Set(kept.map(fold));
  for (const { 0: piece, index } of text.matchAll(/\s*\S+/g)) {
    const word = piece.trimStart();
    const at = index + piece.length - word.length;
    const tag = tagIn(endsWords(text.slice(at + word.length)) ? word.replace(/[,;.]+$/, "") : word);
    if (isKept.has(fold(word))) understood.rest += piece;
    else if (/^![1-3]$/.test(word)) {
      understood.priority = Number(word[1]);
      understood.marks.push({ word, at, priority: understood.priority });
    } else if (tag && (hasTag(understood.tags, tag) || understood.tags.length < MOST_TAGS)) {
      if (!hasTag(understood.tags, tag)) understood.tags.push(tag);
      understood.marks.push({ word, at, tag });
    } else understood.rest += piece;
  }
  const rest = understood.rest.trim();
  return !isBlankText(rest) ? { ...understood, rest } : { rest: text.trim(), priority: 0, tags: [...tags], marks: [] };
}

/** What comes after a comma that only separates such words: one more of them, or nothing. */
const endsWords = (after: string) => /^\s*([#!]|$)/.test(after);

/** Without a letter it is no tag, so that "Fix bug #42" and "Fix #12/12" keep their numbers. */
function tagIn(word: string): string | undefined {
  const tag = /^#([\p{L}\p{M}\p{N}\p{Join_Control}_/-]+)$/u.exec(word)?.[1];
  const isMeant = tag && /\p{L}/u.test(tag);
  return isMeant && [...tag].length <= LONGEST_TAG ? tag : undefined;
}

/** The tags of a field, which stand between commas or spaces; those of `known` may hold such themselves. */
export function readTags(text: string, known: readonly string[] = []): string[] {
  const longestFirst = known.toSorted((a, b) => b.length - a.length);
  const tags: string[] = [];
  let left = withoutSeparators(text);
  while (left) {
    const whole = longestFirst.find((tag) => beginsWith(left, tag));
    const length = whole?.length ?? left.search(/[\s,]|$/);
    const word = left.slice(0, length);
    const tag = whole ? word : word.replace(/^#+(?=.)/, "");
    if (!isBlankText(tag) && !hasTag(tags, tag)) tags.push(tag);
    left = withoutSeparators(left.slice(length));
  }
  return tags;
}

const withoutSeparators = (text: string) => text.replace(/^[\s,]+/, "");

function beginsWith(text: string, tag: string): boolean {
  return isSameTag(text.slice(0, tag.length), tag) && /^([\s,]|$)/.test(text.slice(tag.length));
}

export function isSameTag(one: string, other: string): boolean {
  return fold(one) === fold(other);
}

export function hasTag(tags: readonly string[], tag: string): boolean {
  return tags.some((one) => isSameTag(one, tag));
}
