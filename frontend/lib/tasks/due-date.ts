/** Finds the day that somebody means in "Buy milk tomorrow". Heavy: loaded when somebody types. */

import type { Day } from "./day";
import { english } from "./words/english";
import type { Language } from "./words/language";
import { loadLanguage } from "./words/languages";
import { type Meant, meantBy } from "./words/meaning";
import { type FindMentions, mentionFinder } from "./words/mentions";
import { textWithout } from "./words/without";

export type FoundDay = {
  day: Day;
  /** The words that mean it, as written. */
  words: string;
  /** The text without them. */
  rest: string;
};

/** The one day that is surely meant; null when there is none, or nothing else is left to be the title. */
export type FindDay = (text: string, today: Day) => FoundDay | null;

/** Understands English, and the language of this locale if it can be loaded. */
export async function dayFinder(locale: string): Promise<FindDay> {
  return findingDays(mentionFinder(await languagesOf(locale), isDayFirst(locale)));
}

/** Its own language first. */
export async function languagesOf(locale: string): Promise<Language[]> {
  const own = await loadLanguage(locale);
  return own ? [own, english] : [english];
}

export function findingDays(find: FindMentions): FindDay {
  const findDay = (text: string, today: Day, isRest = false): FoundDay | null => {
    const mentions = find(text, today);
    const all = mentions.map((one) => meantBy(one, text, today, mentions)).filter((one) => one !== null);
    const meant = theOneOf(all);
    const rest = meant && textWithout(text, meant);
    if (!meant || !rest || !/[^\s\p{P}]/u.test(rest)) return null;
    const found = { day: meant.day, words: meant.mention.words, rest };
    if (isRest || rest === text) return found;
    // What is left may say another day only if it did so before, and what was taken was the deadline.
    const again = findDay(rest, today, true);
    return again && !all.some(({ mention }) => mention.words === again.words && mention !== meant.mention)
      ? null
      : found;
  };
  return (text, today) => findDay(text, today);
}

/** Of several days the deadline counts: "Book flights for 12 dec by friday". */
function theOneOf(all: Meant[]): Meant | undefined {
  const strong = all.length > 1 ? all.filter(({ isFaint }) => !isFaint) : all;
  const [one, ...others] = strong.length > 1 ? strong.filter(({ isDeadline }) => isDeadline) : strong;
  return others.length > 0 ? undefined : one;
}

/** 3/4 is read as people write it there. */
export function isDayFirst(locale: string): boolean {
  const order = new Intl.DateTimeFormat(locale).formatToParts().map((part) => part.type);
  return order.indexOf("day") < order.indexOf("month");
}
