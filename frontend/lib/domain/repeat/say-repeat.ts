/** A repeat in words, in the middle of a sentence: "every 2 weeks on Tue and Thu". */

import { type Day, toDate } from "../../tasks/day";
import { parseRule, type RepeatFrom, type Rule } from "./rule";

const UNITS = { DAILY: "day", WEEKLY: "week", MONTHLY: "month", YEARLY: "year" };
const PLACES = ["first", "second", "third", "fourth", "fifth"];

/** Days are said as people say them there. */
export function sayRepeat(rule: Rule, locale: string, from: RepeatFrom = "due"): string {
  const after = from === "completion" ? " after it is done" : "";
  return `${core(rule, locale)}${after}${end(rule, locale)}`;
}

/** The same of a rule as the API has it; one that is not known here as it is. */
export function sayRule(text: string, locale: string, from?: RepeatFrom): string {
  const rule = parseRule(text);
  return rule ? sayRepeat(rule, locale, from) : text;
}

function core(rule: Rule, locale: string): string {
  const { frequency, interval, days } = rule;
  const unit = UNITS[frequency];
  const every = interval === 1 ? `every ${unit}` : `every ${interval} ${unit}s`;
  if (days.length === 0) return `${every}${onDay(rule, locale)}`;
  const isEachWeek = interval === 1;
  if (isEachWeek && days.length === 7) return "every day";
  if (isEachWeek && days.join() === "0,1,2,3,4") return "every weekday";
  const named = list(days.map((day) => weekday(day, locale)));
  return isEachWeek ? `every ${named}` : `${every} on ${named}`;
}

function onDay({ nth, monthDay, month }: Rule, locale: string): string {
  const inMonth = month ? monthName(month, locale) : "";
  if (nth) {
    const place =
      nth.place > 0 ? PLACES[nth.place - 1] : `${nth.place < -1 ? `${PLACES[-nth.place - 1]} to ` : ""}last`;
    return ` on the ${place} ${weekday(nth.day, locale)}${inMonth && ` of ${inMonth}`}`;
  }
  const isLast = monthDay === -1 || (month !== undefined && monthDay !== undefined && monthDay > lengthOf(month));
  if (isLast) return ` on the last day${inMonth && ` of ${inMonth}`}`;
  if (!monthDay) return inMonth && ` in ${inMonth}`;
  if (!month) return ` on the ${ordinal(monthDay)}`;
  return ` on ${said(`2024-${two(month)}-${two(monthDay)}`, locale, { day: "numeric", month: "short" })}`;
}

/** In the longest of years. */
const lengthOf = (month: number) => new Date(Date.UTC(2024, month, 0)).getUTCDate();

function end({ count, until }: Rule, locale: string): string {
  if (count) return count === 1 ? ", once" : `, ${count} times`;
  return until ? `, until ${said(until, locale, { day: "numeric", month: "short", year: "numeric" })}` : "";
}

const two = (value: number) => String(value).padStart(2, "0");

const said = (day: Day, locale: string, options: Intl.DateTimeFormatOptions) =>
  toDate(day).toLocaleDateString(locale, options);

/** 1 January 2024 was a Monday. */
const weekday = (day: number, locale: string) => said(`2024-01-0${day + 1}`, locale, { weekday: "short" });

const monthName = (month: number, locale: string) => said(`2024-${two(month)}-01`, locale, { month: "short" });

const list = (words: string[]) => new Intl.ListFormat("en-GB").format(words);

function ordinal(value: number): string {
  const endings: Record<string, string> = { one: "st", two: "nd", few: "rd" };
  return `${value}${endings[new Intl.PluralRules("en", { type: "ordinal" }).select(value)] ?? "th"}`;
}
