/** Days that chrono does not find, or not on the right day, as parsers for it. */

import type { Parser } from "chrono-node/en";
import { DIGIT, type Language, LETTERS, numberOf } from "./language";

export type Context = Parameters<Parser["extract"]>[0];

export function ownParsers({ parsers = [], ahead, count, monthEnd }: Language): Parser[] {
  return [
    countParser(count),
    ...(ahead ? [aheadParser(ahead)] : []),
    ...(monthEnd ? [monthEndParser(monthEnd)] : []),
    ...parsers,
  ];
}

/** A day so many days and months from now, at noon. A month after 31 January is the last day of February. */
export function dateAhead({ refDate }: Context, days: number, months = 0): Date {
  const last = new Date(refDate.getFullYear(), refDate.getMonth() + months + 1, 0).getDate();
  const date = Math.min(refDate.getDate(), last);
  return new Date(refDate.getFullYear(), refDate.getMonth() + months, date + days, 12);
}

export const asDay = (date: Date) => ({ day: date.getDate(), month: date.getMonth() + 1, year: date.getFullYear() });

/** A day that is known by its weekday only, so that "on" goes with it. */
export function asWeekday(date: Date, context: Context) {
  const { day, month, year } = asDay(date);
  const weekday = context.createParsingComponents({ weekday: date.getDay() });
  return weekday.imply("day", day).imply("month", month).imply("year", year);
}

/** "12.12.", "12. 12." and "2.12.26", which chrono leaves out. */
export const dottedDate = shortDate("\\.\\s?", "(?:\\.(\\d\\d)|\\.?)");

/** "12-12". */
export const dashedDate = shortDate("-", "");

function shortDate(separator: string, last: string): Parser {
  const isAmount = `[${LETTERS}/:%€$-]|[.,]\\d|\\s?(?:€|eur|kg|km|g|l|uhr)(?![a-z])`;
  const pattern = new RegExp(`(?<![${LETTERS}.,/:-])([0-3]?\\d)${separator}([01]?\\d)${last}(?!${isAmount})`, "iu");
  return {
    pattern: () => pattern,
    extract: ({ refDate }, match) => {
      const [day, month] = [Number(match[1]), Number(match[2])];
      return match[3] ? suchDay(2000 + Number(match[3]), day, month) : nextSuchDay(refDate, day, month);
    },
  };
}

/** This year or a later one; null for a day that no year has. */
export function nextSuchDay(from: Date, day: number, month: number) {
  for (let year = from.getFullYear(); year < from.getFullYear() + 9; year++) {
    if (new Date(year, month - 1, day, 12) >= from && suchDay(year, day, month)) return { day, month, year };
  }
  return null;
}

function suchDay(year: number, day: number, month: number) {
  const date = new Date(year, month - 1, day, 12);
  return date.getDate() === day && date.getMonth() === month - 1 ? { day, month, year } : null;
}

function aheadParser(ahead: Record<string, number>): Parser {
  const pattern = new RegExp(`(?<![${LETTERS}])(?:${Object.keys(ahead).join("|")})(?![${LETTERS}])`, "iu");
  return {
    pattern: () => pattern,
    extract: (context, match) => {
      const days = Object.entries(ahead).find(([words]) => new RegExp(`^(?:${words})$`, "iu").test(match[0]))?.[1];
      return days === undefined ? null : asDay(dateAhead(context, days));
    },
  };
}

/** Days and months of each unit that is counted. */
const AHEAD = [
  [1, 0],
  [7, 0],
  [0, 1],
  [0, 12],
  [14, 0],
] as const;

function monthEndParser(words: string): Parser {
  const pattern = new RegExp(`(?<![${LETTERS}])(?:${words})(?![${LETTERS}])`, "iu");
  return {
    pattern: () => pattern,
    extract: ({ refDate }) => asDay(new Date(refDate.getFullYear(), refDate.getMonth() + 1, 0, 12)),
  };
}

/** "In 3 days", "3 days from now", both together, and 3日後. */
function countParser({ before, after, numbers, ...units }: Language["count"]): Parser {
  const { days, weeks, months, years, fortnights = "(?!)" } = units;
  const amount = `(${Object.keys(numbers).join("|")}|(?!0)${DIGIT}{1,3})\\s*(?:(${days})|(${weeks})|(${months})|(${years})|(${fortnights}))`;
  const both = after ? `(?:\\s*(?:${after}))?` : "";
  const sides = [before && `(?:${before})\\s+${amount}${both}`, after && `${amount}\\s*(?:${after})`].filter(Boolean);
  const pattern = new RegExp(`(?<![${LETTERS}.,/-])(?:${sides.join("|")})(?![${LETTERS}])`, "iu");
  return {
    pattern: () => pattern,
    extract: (context, match) => {
      const [word, ...named] = match[1] ? match.slice(1) : match.slice(7);
      const [days = 0, months = 0] = AHEAD[named.findIndex(Boolean)] ?? [];
      const much = numbers[word?.toLowerCase() ?? ""] ?? numberOf(word);
      return asDay(dateAhead(context, days * much, months * much));
    },
  };
}
