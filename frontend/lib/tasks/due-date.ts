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
    if (found && rest && /[^\s\p{P}]/u.test(rest)) return { day: dayOf(found.start.date()), words: found.text, rest };
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
  // "Sun cream", "sat nav" and "1/2 cup" mean no day: such words count only at the end, or after "by" and the like.
  const isVague = /^(mon|tue|wed|thu|fri|sat|sun|\d{1,2}\/\d{1,2})$/i.test(words);
  return !isVague || index + words.length === text.trimEnd().length || DUE_BEFORE.test(text.slice(0, index));
}

const DUE_BEFORE = /(?<![^\s([])(due by|due on|due|by|on|until|till?)\s*$/i;

function textWithout(text: string, { index, text: words }: ParsedResult): string {
  let before = text
    .slice(0, index)
    .replace(DUE_BEFORE, " ")
    .replace(/\s+for\s*$/i, " ")
    .trimEnd();
  let after = text.slice(index + words.length).trimStart();
  if (/[([]$/.test(before) && /^[)\]]/.test(after)) {
    before = before.slice(0, -1).trimEnd();
    after = after.slice(1).trimStart();
  }
  const gap = /^[.,;:!?)\]]/.test(after) ? "" : " ";
  return `${before}${gap}${after}`.replace(/^\s*[,:;–-]\s*|\s*[,:;–-]\s*$/g, "").trim();
}
