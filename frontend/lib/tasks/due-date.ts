/** Finds the day that somebody means in "Buy milk tomorrow". Heavy: loaded when somebody types. */

import type { ParsedResult, Parser } from "chrono-node";
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
    const results = parser.parse(text, now, { forwardDate: true }).map(withoutPunctuation);
    const found = results
      .filter((result, at) => isMeant(result, text, now) && !isOneOfSeveral(results, at, text, now))
      .at(-1);
    const rest = found && textWithout(text, found);
    if (found && rest && /[^\s\p{P}]/u.test(rest)) return { day: dayOf(found.start.date()), words: found.text, rest };
  }
  return null;
}

/** "On the 1st": the next such day. Only where the words end, for there are "the 2nd floor" and "the 1st try". */
const dayOfTheMonth: Parser = {
  pattern: () => /(?<=\b(?:on|by|before|until|till?|due)\s+)the\s+(\d{1,2})(?:st|nd|rd|th)(?=[\s\p{P}]*$)/iu,
  extract: ({ refDate }, match) => {
    const wanted = Number(match[1]);
    // A month that is too short leads into the next one.
    const candidates = [0, 1, 2, 3].map(
      (months) => new Date(refDate.getFullYear(), refDate.getMonth() + months, wanted),
    );
    const day = candidates.find((day) => day.getDate() === wanted && dayOf(day) >= dayOf(refDate));
    return day ? { day: wanted, month: day.getMonth() + 1, year: day.getFullYear() } : null;
  },
};

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
  casual.parsers.push(dayOfTheMonth);
  casual.refiners.unshift({ refine: (_, results) => results.filter(({ start }) => !start.isCertain("hour")) });
  return new Chrono(casual);
}

type Mention = Pick<ParsedResult, "start" | "text" | "index"> & { end: ParsedResult["end"] };

/** Chrono takes "friday)" for the day. */
function withoutPunctuation({ start, end, text, index }: ParsedResult): Mention {
  return { start, end, index, text: text.replace(/[\s\p{P}]+$/u, "") };
}

function isMeant({ start, end, text: words, index }: Mention, text: string, now: Date): boolean {
  const before = text.slice(0, index);
  const after = text.slice(index + words.length);
  const isDay = start.isCertain("day") || start.isCertain("weekday");
  const isPast = dayOf(start.date()) < dayOf(now) || /^(last|past)\b/i.test(words);
  if (!isDay || isPast || end) return false;
  if (!standsAlone(before, after) || isPartOfName(before, words, after)) return false;
  // "Sun cream", "sat nav" and "1/2 cup" mean no day: such words count only at the end, or after "by" and the like.
  const isVague = /^(mon|tue|wed|thu|fri|sat|sun|\d{1,2}\/\d{1,2})$/i.test(words);
  const isAtEnd = /^[\s\p{P}]*$/u.test(after) && words !== "24/7";
  return !isVague || isAtEnd || DUE_BEFORE.test(before);
}

const DUE_BEFORE = /(?<![^\s([])(due by|due on|due before|due|before|by|on|until|till?)(\s+the)?\s*$/i;

const FREE_BEFORE = /(^|[\s([{,;:!?…–—\p{Extended_Pictographic}\p{Emoji_Modifier}]|\uFE0F)$/u;
const FREE_AFTER = /^($|[\s)\]},;!?…–—\p{Extended_Pictographic}]|#[\p{L}\p{N}]|[.:]+(?![\p{L}\p{N}/]))/u;
const LINK_BEFORE = /(:\/\/|\bwww\.)\S*$/i;

/** Not within "today's", "€20/12 Dec", a path or a link. */
function standsAlone(before: string, after: string): boolean {
  return FREE_BEFORE.test(before) && FREE_AFTER.test(after) && !LINK_BEFORE.test(before);
}

/** "Monday Night Football" is one; in "Call Anna Monday Bring cake" a sentence begins after the day. */
function isPartOfName(before: string, words: string, after: string): boolean {
  if (!before.trim() || DUE_BEFORE.test(before) || !/^\s+\p{Lu}\p{L}/u.test(after)) return false;
  return /^\p{Lu}\p{Ll}+day\s+\p{Lu}\p{L}*(\s+\p{Lu}|\s*$|\p{P})/u.test(words + after);
}

/** Whoever writes "friday or saturday" has not chosen, and a task has one day. */
function isOneOfSeveral(results: Mention[], at: number, text: string, now: Date): boolean {
  const [one, before, after] = [results[at], results[at - 1], results[at + 1]];
  if (!one) return false;
  const isNumber = /^(the\s+)?\d/i.test(one.text);
  if (isNumber && /\d(st|nd|rd|th)?\s*(&|or|and)\s*((on|by)\s*)?$/i.test(text.slice(0, one.index))) return true;
  const isJoined = (left: Mention, right: Mention) =>
    /^\s*([,/&]|,?\s*\b(or|and)\b)\s*((on|by)\b)?\s*$/i.test(text.slice(left.index + left.text.length, right.index));
  return Boolean((before && isJoined(before, one)) || (after && isJoined(one, after) && isMeant(after, text, now)));
}

function textWithout(text: string, { index, text: words }: Mention): string {
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
  return `${before}${gap}${after}`.replace(/^\s*[,:;–—-]\s*|\s*[,:;–—-]\s*$/g, "").trim();
}
