/** When a repeating task comes next: the same as on the server, checked with the same vectors. */

import { DAY_MS, type Day } from "../../tasks/day";
import { completeRule, type RepeatFrom, type Rule } from "./rule";

/** Days since 1970, a Thursday; weeks begin on Monday. */
const numberOf = (day: Day) => Date.parse(day) / DAY_MS;
const dayAt = (number: number): Day => new Date(number * DAY_MS).toISOString().slice(0, 10);
const weekdayAt = (number: number) => (((number + 3) % 7) + 7) % 7;
const LAST = numberOf("9999-12-31");

export type Next = {
  day: Day;
  /** The rule, with what is left of its count. */
  left: Rule;
};

/** What completing does: strictly after the due date and today; null after the last occurrence. */
export function nextOf(rule: Rule, due: Day | null, today: Day, from: RepeatFrom): Next | null {
  const start = due !== null && from === "due" ? due : today;
  const base = numberOf(start);
  const after = Math.max(base, numberOf(today));
  const complete = completeRule(rule, start);
  const { count } = rule;
  if (count === undefined) return ending(rule, occurrenceAfter(complete, base, after));
  // What was missed counts, too.
  let number = base;
  for (let left = count - 1; left >= 1; left--) {
    number = occurrenceAfter(complete, base, number);
    if (number > after) return ending({ ...rule, count: left }, number);
  }
  return null;
}

export function nextDay(rule: Rule, due: Day | null, today: Day, from: RepeatFrom): Day | null {
  return nextOf(rule, due, today, from)?.day ?? null;
}

/** The first day from this one on that the rule names: "every 2 weeks on tue" begins with the next Tuesday. */
export function firstDay(rule: Rule, day: Day): Day | null {
  const base = numberOf(day);
  const each = { ...completeRule(rule, day), interval: 1 };
  return ending(rule, occurrenceAfter(each, base, base - 1))?.day ?? null;
}

function ending(left: Rule, number: number): Next | null {
  if (number > LAST) return null;
  const day = dayAt(number);
  return left.until !== undefined && day > left.until ? null : { day, left };
}

/** The first occurrence after a day, in step with the base. The rule is complete. */
function occurrenceAfter(rule: Rule, base: number, after: number): number {
  const { frequency, interval } = rule;
  if (frequency === "DAILY") return base + Math.max(0, Math.floor((after - base) / interval) + 1) * interval;
  return frequency === "WEEKLY" ? weeklyAfter(rule, base, after) : monthlyAfter(rule, base, after);
}

function weeklyAfter({ interval, days }: Rule, base: number, after: number): number {
  const monday = base - weekdayAt(base);
  const step = 7 * interval;
  for (let week = monday + stepsBetween(monday, after, step) * step; ; week += step) {
    const day = days.find((one) => week + one > after && week + one >= base);
    if (day !== undefined) return week + day;
  }
}

function monthlyAfter(rule: Rule, base: number, after: number): number {
  const isYearly = rule.frequency === "YEARLY";
  const step = rule.interval * (isYearly ? 12 : 1);
  const begin = isYearly ? monthAt(base) - (monthAt(base) % 12) + (rule.month ?? 1) - 1 : monthAt(base);
  for (let month = begin + stepsBetween(begin, monthAt(after), step) * step; ; month += step) {
    const number = dayOfMonth(rule, month);
    if (number > after && number >= base) return number;
  }
}

/** So many whole steps lead to the place or before it. */
const stepsBetween = (begin: number, place: number, step: number) => Math.max(0, Math.floor((place - begin) / step));

/** Months are counted from the year 0. */
function monthAt(number: number): number {
  const date = new Date(number * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function firstOf(month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
  return date.getTime() / DAY_MS;
}

/** The 31st is the last day of shorter months, and 29 February the 28th. Each month has four of each weekday. */
function dayOfMonth({ nth, monthDay = 1 }: Rule, month: number): number {
  const first = firstOf(month);
  const last = firstOf(month + 1) - 1;
  if (!nth) return monthDay < 0 ? last : Math.min(first + monthDay - 1, last);
  const { place, day } = nth;
  const fromFirst = ((day - weekdayAt(first) + 7) % 7) + (place - 1) * 7;
  return place > 0 ? first + fromFirst : last - ((weekdayAt(last) - day + 7) % 7) + (place + 1) * 7;
}
