/** The rule of a repeat, as the API writes it: `FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH`. */

import type { Day } from "../../tasks/day";

export type Frequency = "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";

/** The next day is counted from the due date, or from the day on which the task was completed. */
export type RepeatFrom = "due" | "completion";

/** From Monday, as weeks begin in a rule. */
const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** Days of the week from 0, Monday. */
export type Rule = {
  frequency: Frequency;
  interval: number;
  /** Of a weekly rule, in order. */
  days: number[];
  /** Of a monthly or yearly rule: 2 and 1 is the second Tuesday, -1 and 4 the last Friday. */
  nth?: { place: number; day: number };
  /** -1 is the last day of the month. */
  monthDay?: number;
  month?: number;
  count?: number;
  until?: Day;
};

const LONGEST = 100;

export const plainRule = (frequency: Frequency, interval = 1): Rule => ({ frequency, interval, days: [] });

/** Undefined for what is no rule, or one that the API does not take. */
export function parseRule(text: string): Rule | undefined {
  if (text.length > LONGEST) return undefined;
  const parts = new Map<string, string>();
  for (const part of text.split(";")) {
    const [, name, value] = /^([A-Z]+)=([A-Z0-9,-]+)$/.exec(part) ?? [];
    if (!name || !value || parts.has(name)) return undefined;
    parts.set(name, value);
  }
  return ruleOf(parts);
}

function ruleOf(parts: Map<string, string>): Rule | undefined {
  const take = (name: string) => {
    const value = parts.get(name);
    parts.delete(name);
    return value;
  };
  const [frequency, byDay, until] = [take("FREQ"), take("BYDAY"), take("UNTIL")];
  const interval = number(take("INTERVAL") ?? "1", 999);
  const [count, month, monthDay] = [take("COUNT"), take("BYMONTH"), take("BYMONTHDAY")];
  if (!isFrequency(frequency) || !interval || parts.size > 0) return undefined;
  const rule = plainRule(frequency, interval);
  const isLong = frequency === "MONTHLY" || frequency === "YEARLY";
  if (byDay !== undefined && !readDays(rule, byDay, isLong)) return undefined;
  if (month !== undefined && !(frequency === "YEARLY" && put(rule, "month", number(month, 12)))) return undefined;
  if (monthDay !== undefined) {
    const day = monthDay === "-1" ? -1 : number(monthDay, 31);
    if (!isLong || rule.nth || !put(rule, "monthDay", day)) return undefined;
  }
  if (frequency === "YEARLY" && (rule.nth || rule.monthDay) && !rule.month) return undefined;
  if (count !== undefined && (until !== undefined || !put(rule, "count", number(count, 999)))) return undefined;
  if (until !== undefined && !put(rule, "until", dayIn(until))) return undefined;
  return rule;
}

const isFrequency = (text: string | undefined): text is Frequency =>
  text === "DAILY" || text === "WEEKLY" || text === "MONTHLY" || text === "YEARLY";

function number(text: string, most: number): number | undefined {
  const value = /^[1-9]\d{0,2}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= most ? value : undefined;
}

function put<Name extends keyof Rule>(rule: Rule, name: Name, value: Rule[Name] | undefined): boolean {
  if (value !== undefined) rule[name] = value;
  return value !== undefined;
}

function readDays(rule: Rule, text: string, isLong: boolean): boolean {
  if (isLong) {
    const [, place, day] = /^(-?[1-4])([A-Z]{2})$/.exec(text) ?? [];
    const known = WEEKDAYS.indexOf(day ?? "");
    return known >= 0 && put(rule, "nth", { place: Number(place), day: known });
  }
  const days = text.split(",").map((day) => WEEKDAYS.indexOf(day));
  rule.days = inOrder(days);
  return rule.frequency === "WEEKLY" && !days.includes(-1);
}

export const inOrder = (days: readonly number[]) => [...new Set(days)].toSorted((a, b) => a - b);

function dayIn(text: string): Day | undefined {
  if (!/^\d{8}$/.test(text) || text < "0001") return undefined;
  const day = text.replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3");
  const time = Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? day : undefined;
}

/** The one spelling of a rule. */
export function spellRule({ frequency, interval, days, nth, monthDay, month, count, until }: Rule): string {
  const byDay = nth ? `${nth.place}${WEEKDAYS[nth.day]}` : days.map((day) => WEEKDAYS[day]).join(",");
  const parts: [string, string | number | undefined][] = [
    ["FREQ", frequency],
    ["INTERVAL", interval > 1 ? interval : undefined],
    ["BYMONTH", month],
    ["BYMONTHDAY", monthDay],
    ["BYDAY", byDay || undefined],
    ["COUNT", count],
    ["UNTIL", until?.replaceAll("-", "")],
  ];
  return parts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`])).join(";");
}

/** A rule that names no day takes it from the due date, so that it never drifts. */
export function completeRule(rule: Rule, due: Day): Rule {
  const date = new Date(due);
  const [month, day] = [date.getUTCMonth() + 1, date.getUTCDate()];
  const { frequency, days, nth, monthDay } = rule;
  if (frequency === "WEEKLY" && days.length === 0) return { ...rule, days: [(date.getUTCDay() + 6) % 7] };
  if (frequency === "MONTHLY" && !nth && !monthDay) return { ...rule, monthDay: day };
  if (frequency === "YEARLY" && !rule.month) return { ...rule, month, monthDay: day };
  if (frequency === "YEARLY" && !nth && !monthDay) return { ...rule, monthDay: day };
  return rule;
}
