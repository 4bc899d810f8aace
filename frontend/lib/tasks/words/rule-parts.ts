/** The parts of a rule, as they stand at a place of a text: days, places in a month, dates, numbers. */

import { inOrder, plainRule, type Rule } from "../../domain/repeat/rule";
import type { Day } from "../day";
import { compiled, type Language, LETTERS, numberOf } from "./language";
import type { Mention } from "./mentions";
import type { Scanner, Spoken } from "./spoken";

export type Reading = { scan: Scanner; spoken: Spoken; language: Language; find: FindHere };

/** What could be a day in the rest of the text. */
export type FindHere = (rest: string) => readonly Mention[];

const DIGITS = "[1-9]\\d{0,2}";

/** "Every third day", "every 10th day". */
export function ordinalAt({ scan, spoken }: Reading): number | undefined {
  const place = scan.takeOneOf(spoken.places);
  if (place >= 1 && place <= 3) return place + 1;
  return place < 0 ? Number(scan.take(spoken.ordinal)?.[1] ?? 0) || undefined : undefined;
}

export function numberAt({ scan, language }: Reading): number | undefined {
  const { numbers } = language.count;
  const word = scan
    .take(`${Object.keys(numbers).join("|")}|${DIGITS}`)?.[0]
    .trim()
    .toLowerCase();
  return word === undefined ? undefined : (numbers[word] ?? Number(word));
}

/** One day or several, "mon-fri" too. */
export function daysAt({ scan, spoken }: Reading, names: readonly string[]): number[] | undefined {
  const first = scan.takeOneOf(names);
  if (first < 0) return undefined;
  const days = [first];
  for (;;) {
    const before = scan.at;
    const isRange = (scan.take("[-–]", false) ?? scan.take(spoken.to)) !== null;
    if (!isRange && !scan.take(`(?:[,、&+/]\\s*)?(?:${spoken.and})`) && !scan.take("[,、&+/]", false)) break;
    scan.take(spoken.every);
    const next = scan.takeOneOf(names);
    if (next < 0) {
      scan.at = before;
      break;
    }
    const from = days.at(-1) ?? next;
    if (isRange) for (let day = from; day !== next; day = (day + 1) % 7) days.push(day);
    days.push(next);
  }
  return inOrder(days);
}

export function lastDayAt({ scan, spoken }: Reading): Rule | undefined {
  if (!scan.take(spoken.lastDay)) return undefined;
  scan.take(spoken.ofMonth);
  return { ...plainRule("MONTHLY"), monthDay: -1 };
}

/** "Every last friday". A second friday is that of a month or of each two weeks, so that the month must be said. */
export function placeAt(reading: Reading, isOfMonth: boolean): Rule | undefined {
  const { scan, spoken } = reading;
  const index = scan.takeOneOf(spoken.places);
  const day = index < 0 ? -1 : scan.takeOneOf(spoken.weekdays);
  if (day < 0) return undefined;
  const isLast = index === 4;
  const isClear = scan.take(spoken.ofMonth) !== null || isOfMonth || index === 0 || isLast;
  return isClear ? { ...plainRule("MONTHLY"), nth: { place: isLast ? -1 : index + 1, day } } : undefined;
}

export function monthDayAt({ scan, spoken }: Reading): Rule | undefined {
  const monthDay = numberOf(scan.take(spoken.monthDay)?.[1] ?? "0");
  if (monthDay < 1 || monthDay > 31) return undefined;
  scan.take(spoken.ofMonth);
  return { ...plainRule("MONTHLY"), monthDay };
}

/** "12 dec" of "every 12 dec". */
export function dateAt(reading: Reading): Rule | undefined {
  const day = takeMention(reading, (one) => one.kind === "date" && !/\d{4}/.test(one.words));
  return day ? { ...plainRule("YEARLY"), month: Number(day.slice(5, 7)), monthDay: Number(day.slice(8)) } : undefined;
}

/** A day that stands here. What stands before it is not looked at, for chrono takes "monday until 1 march" for a range. */
export function takeMention({ scan, spoken, find }: Reading, isMeant: (mention: Mention) => boolean): Day | undefined {
  const after = scan.text.slice(scan.at);
  // Nor is "1 jan, 2 times" in the year 2.
  const rest = after.slice(
    0,
    compiled(`(?<![${LETTERS}])(?:${spoken.until})(?![${LETTERS}])|,?\\s\\d+\\s+(?:${spoken.times ?? "(?!)"})`).exec(
      after,
    )?.index,
  );
  const gap = /^\s*(?:the\s+)?/i.exec(rest)?.[0].length ?? 0;
  const mention = find(rest).find(({ at, words }) => at <= gap && at + words.length > gap);
  if (!mention?.day || !isMeant(mention)) return undefined;
  scan.at += mention.at + mention.words.length;
  // "30. Dez."
  if (/\p{L}{3,4}$/u.test(mention.words)) scan.take("\\.(?=[\\s,]|$)", false);
  return mention.day;
}
