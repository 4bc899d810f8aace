/** What the words of a title say of when the task is due, beside what is chosen by hand and what the task has. Fetched when somebody types. */

import { firstDay } from "../domain/repeat/next-day";
import { completeRule, parseRule, type Rule, spellRule } from "../domain/repeat/rule";
import { fold } from "../fold";
import type { Day } from "./day";
import type { Asked } from "./found";
import { type FindWhen, type FoundWhen, whenFinder } from "./when";

export type ReadWhen = (asked: Asked, now: Date) => FoundWhen | null;

/** A task has at most so many phrases, and one more is read once they are words. */
const MOST_READINGS = 5;

export const whenReader = async (locale: string): Promise<ReadWhen> => readingWhen(await whenFinder(locale));

export function readingWhen(find: FindWhen): ReadWhen {
  return ({ text, kept, chosenDay, base, before }, now) => {
    // With no day there is nothing to be read.
    if (chosenDay === null) return null;
    const words = [...kept];
    for (let readings = 0; readings < MOST_READINGS; readings++) {
      const found = find(text, now, words, chosenDay ?? base);
      if (!found) return null;
      const old = before && found.phrases.find((one) => fold(before).includes(fold(one.words)));
      if (old) words.push(old.words);
      else if (chosenDay && found.words) words.push(found.words);
      else if (chosenDay) return onDay(found, chosenDay, true);
      else return base && !found.words ? onDay(found, base, false) : found;
    }
    return null;
  };
}

/** What names no day of its own, on this one, or on the first from there on that the rule names. */
function onDay(found: FoundWhen, day: Day, isFixed: boolean): FoundWhen {
  const rule = found.repeat === undefined ? undefined : parseRule(found.repeat);
  if (!rule) return { ...found, day };
  const moved = found.takesDay && found.repeatFrom !== "completion" ? ruleOf(rule, day) : rule;
  return { ...found, day: (isFixed ? null : firstDay(moved, day)) ?? day, repeat: spellRule(moved) };
}

/** What it has taken from one day, taken from the other. */
function ruleOf({ monthDay: _, month: __, ...rule }: Rule, day: Day): Rule {
  return completeRule({ ...rule, days: [] }, day);
}

/** What a repeat alone says: "every 2 weeks on tue", or without its first word. Null unless all of it is understood, and nothing else is said. */
export async function repeatReader(locale: string) {
  const read = readingWhen(await whenFinder(locale, true));
  const title = "Task";
  return (text: string, base: Day, now: Date): FoundWhen | null => {
    for (const phrase of [text, `every ${text}`]) {
      const found = read({ text: `${title} ${phrase.trim()}`, kept: [], base }, now);
      const isAlone = found?.time === undefined && found?.remindBefore === undefined;
      if (found?.repeat && found.rest === title && isAlone) return found;
    }
    return null;
  };
}
