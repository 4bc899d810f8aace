/** Reads the rule that stands at a place of a text: "every 2 weeks on tue". */

import { inOrder, parseRule, plainRule, type Rule } from "../../domain/repeat/rule";
import type { Day } from "../day";
import { anywhere, type Language } from "./language";
import type { Mention } from "./mentions";
import type { Scanner, Spoken } from "./spoken";

export type Said = {
  rule: Rule;
  isFromCompletion?: boolean;
  /** One word that is an adjective as well: "daily". */
  isAlone?: boolean;
  /** "Every morning" says more than a day, so that its words stay. */
  isKept?: boolean;
};

export type Reading = { scan: Scanner; spoken: Spoken; language: Language; find: FindHere };

/** What could be a day in the rest of the text. */
export type FindHere = (rest: string) => readonly Mention[];

const FREQUENCIES = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"] as const;
const DIGITS = "[1-9]\\d{0,2}";

export function saidAt(reading: Reading): Said | undefined {
  const { scan } = reading;
  return (
    scan.attempt(() => everyAt(reading)) ??
    scan.attempt(() => otherAt(reading)) ??
    scan.attempt(() => aloneAt(reading)) ??
    scan.attempt(() => pluralAt(reading)) ??
    scan.attempt(() => ofEveryMonthAt(reading)) ??
    scan.attempt(() => countedAt(reading))
  );
}

function everyAt(reading: Reading): Said | undefined {
  const { scan, spoken } = reading;
  if (!scan.take(spoken.every)) return undefined;
  const isFromCompletion = scan.take("!") !== null;
  if (scan.take(spoken.dayParts)) return { rule: plainRule("DAILY"), isFromCompletion, isKept: true };
  const rule = afterEvery(reading);
  return rule && { rule, isFromCompletion: isFromCompletion || takeWhenDone(reading) };
}

const takeWhenDone = ({ scan, spoken }: Reading) => scan.take(spoken.whenDone) !== null;

function afterEvery(reading: Reading): Rule | undefined {
  const { scan, spoken } = reading;
  return (
    scan.attempt(() => lastDayAt(reading)) ??
    scan.attempt(() => placeAt(reading, false)) ??
    scan.attempt(() => namedAt(reading, spoken.named)) ??
    scan.attempt(() => everyDaysAt(reading)) ??
    scan.attempt(() => intervalAt(reading)) ??
    scan.attempt(() => dateAt(reading)) ??
    scan.attempt(() => monthDayAt(reading))
  );
}

function namedAt({ scan }: Reading, rules: Record<string, string>): Rule | undefined {
  const found = Object.entries(rules).find(([words]) => scan.take(words));
  return found && parseRule(found[1]);
}

/** "Every mon, wed and fri", "every other friday". */
function everyDaysAt(reading: Reading): Rule | undefined {
  const interval = reading.scan.take(reading.spoken.other) ? 2 : 1;
  const days = daysAt(reading, reading.spoken.weekdays);
  return days && { ...plainRule("WEEKLY", interval), days };
}

/** "2 weeks", and on which day of it. */
function intervalAt(reading: Reading): Rule | undefined {
  const { scan, spoken } = reading;
  const interval = scan.take(spoken.other) ? 2 : (scan.attempt(() => ordinalAt(reading)) ?? numberAt(reading) ?? 1);
  const frequency = FREQUENCIES[scan.takeOneOf(spoken.units)];
  return frequency && withDay(reading, plainRule(frequency, interval));
}

/** "Every third day", "every 10th day". */
function ordinalAt({ scan, spoken }: Reading): number | undefined {
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

function withDay(reading: Reading, rule: Rule): Rule {
  const { scan, spoken } = reading;
  const named = scan.attempt(() => {
    const isOn = scan.take(spoken.on) !== null;
    if (rule.frequency === "WEEKLY") {
      const days = daysAt(reading, spoken.weekdays) ?? (spoken.plural && daysAt(reading, spoken.plural));
      return days && { days };
    }
    if (rule.frequency === "DAILY") return undefined;
    if (rule.frequency === "YEARLY") return dateAt(reading);
    return isOn || spoken.isMonthDayClear
      ? (scan.attempt(() => lastDayAt(reading)) ??
          scan.attempt(() => placeAt(reading, true)) ??
          scan.attempt(() => monthDayAt(reading)))
      : undefined;
  });
  if (!named) return rule;
  return { ...rule, ...named, frequency: rule.frequency, interval: rule.interval };
}

/** One day or several, "mon-fri" too. */
function daysAt({ scan, spoken }: Reading, names: readonly string[]): number[] | undefined {
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

function lastDayAt({ scan, spoken }: Reading): Rule | undefined {
  if (!scan.take(spoken.lastDay)) return undefined;
  scan.take(spoken.ofMonth);
  return { ...plainRule("MONTHLY"), monthDay: -1 };
}

/** "Every last friday". A second friday is that of a month or of each two weeks, so that the month must be said. */
function placeAt(reading: Reading, isOfMonth: boolean): Rule | undefined {
  const { scan, spoken } = reading;
  const index = scan.takeOneOf(spoken.places);
  const day = index < 0 ? -1 : scan.takeOneOf(spoken.weekdays);
  if (day < 0) return undefined;
  const isLast = index === 4;
  const isClear = scan.take(spoken.ofMonth) !== null || isOfMonth || index === 0 || isLast;
  return isClear ? { ...plainRule("MONTHLY"), nth: { place: isLast ? -1 : index + 1, day } } : undefined;
}

function monthDayAt({ scan, spoken }: Reading): Rule | undefined {
  const monthDay = Number(scan.take(spoken.monthDay)?.[1] ?? 0);
  if (monthDay < 1 || monthDay > 31) return undefined;
  scan.take(spoken.ofMonth);
  return { ...plainRule("MONTHLY"), monthDay };
}

/** "12 dec" of "every 12 dec". */
function dateAt(reading: Reading): Rule | undefined {
  const day = takeMention(reading, (one) => one.kind === "date" && !/\d{4}/.test(one.words));
  return day ? { ...plainRule("YEARLY"), month: Number(day.slice(5, 7)), monthDay: Number(day.slice(8)) } : undefined;
}

/** A day that stands here. What stands before it is not looked at, for chrono takes "monday until 1 march" for a range. */
export function takeMention({ scan, spoken, find }: Reading, isMeant: (mention: Mention) => boolean): Day | undefined {
  const after = scan.text.slice(scan.at);
  const rest = after.slice(0, anywhere(spoken.until).exec(after)?.index);
  const gap = /^\s*(?:the\s+)?/i.exec(rest)?.[0].length ?? 0;
  const mention = find(rest).find(({ at, words }) => at <= gap && at + words.length > gap);
  if (!mention?.day || !isMeant(mention)) return undefined;
  scan.at += mention.at + mention.words.length;
  return mention.day;
}

function otherAt(reading: Reading): Said | undefined {
  for (const [words, ruleOf] of reading.spoken.others ?? []) {
    const match = reading.scan.take(words);
    const rule = match && ruleOf(match);
    if (rule) return { rule: withDay(reading, rule) };
  }
  return undefined;
}

function aloneAt(reading: Reading): Said | undefined {
  const rule = namedAt(reading, reading.spoken.alone);
  return rule && { rule: withDay(reading, rule), isAlone: true };
}

/** "On mondays and fridays". */
function pluralAt(reading: Reading): Said | undefined {
  const { scan, spoken } = reading;
  if (!spoken.plural) return undefined;
  scan.take(spoken.on);
  const days = daysAt(reading, spoken.plural);
  return days && { rule: { ...plainRule("WEEKLY"), days }, isAlone: true };
}

/** "On the 1st of every month". */
function ofEveryMonthAt(reading: Reading): Said | undefined {
  const { scan, spoken } = reading;
  if (!spoken.ofEveryMonth) return undefined;
  scan.take(spoken.on);
  const ofMonth = { ...reading, spoken: { ...spoken, ofMonth: "(?!)" } };
  const rule =
    scan.attempt(() => lastDayAt(ofMonth)) ??
    scan.attempt(() => placeAt(ofMonth, true)) ??
    scan.attempt(() => monthDayAt(ofMonth));
  return rule && scan.take(spoken.ofEveryMonth) ? { rule } : undefined;
}

/** "3 days after done". */
function countedAt(reading: Reading): Said | undefined {
  const { scan, spoken } = reading;
  const interval = spoken.whenDone === undefined ? undefined : numberAt(reading);
  const frequency = FREQUENCIES[interval === undefined ? -1 : scan.takeOneOf(spoken.units)];
  if (!frequency || !takeWhenDone(reading)) return undefined;
  return { rule: plainRule(frequency, interval), isFromCompletion: true };
}
