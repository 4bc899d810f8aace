/** Finds the day that somebody means in "Buy milk tomorrow". Heavy: loaded when somebody types. */

import type { ParsedResult } from "chrono-node";
import { Chrono, configuration } from "chrono-node/en";
import { type Day, dayOf } from "./day";

export type FoundDay = {
  day: Day;
  /** The words that mean it, as written. */
  words: string;
  /** The text without them. */
  rest: string;
};

/** The last day mentioned from today on; null when there is none, or nothing else is left to be the title. */
export function findDay(text: string, now: Date, locale: string): FoundDay | null {
  for (const parser of parsersFor(locale)) {
    const found = parser
      .parse(text, now, { forwardDate: true })
      .filter((result) => isMeant(result, text, now))
      .at(-1);
    const rest = found && textWithout(text, found);
    if (found && rest) return { day: dayOf(found.start.date()), words: found.text, rest };
  }
  return null;
}

const monthFirst = makeParser(false);
const dayFirst = makeParser(true);

/** 3/4 is read as people write it there. The day-first parser does not know "Dec 12", so the other one comes second. */
function parsersFor(locale: string): Chrono[] {
  const order = new Intl.DateTimeFormat(locale).formatToParts().map((part) => part.type);
  return order.indexOf("month") < order.indexOf("day") ? [monthFirst] : [dayFirst, monthFirst];
}

function makeParser(isDayFirst: boolean): Chrono {
  const casual = configuration.createCasualConfiguration(isDayFirst);
  // A due date has no time: "tomorrow at 5pm" is a day, and "at 5pm" stays in the title. Before anything is merged.
  casual.refiners.unshift({ refine: (_, results) => results.filter(({ start }) => !start.isCertain("hour")) });
  return new Chrono(casual);
}

function isMeant({ start, end, text: words, index }: ParsedResult, text: string, now: Date): boolean {
  const isDay = start.isCertain("day") || start.isCertain("weekday");
  const isPast = dayOf(start.date()) < dayOf(now) || /^(last|past)\b/i.test(words);
  if (!isDay || isPast || end) return false;
  // "Sun cream" and "sat nav" mean no day: alone, the short names count only at the end.
  return !/^(mon|tue|wed|thu|fri|sat|sun)$/i.test(words) || index + words.length === text.trimEnd().length;
}

function textWithout(text: string, { index, text: words }: ParsedResult): string {
  const before = text.slice(0, index).replace(/\s+(due by|due on|due|by|on|for|until|till?)\s*$/i, " ");
  const after = text.slice(index + words.length);
  return `${before.trimEnd()} ${after.trimStart()}`.replace(/^\s*[,:;–-]\s*|\s*[,:;–-]\s*$/g, "").trim();
}
