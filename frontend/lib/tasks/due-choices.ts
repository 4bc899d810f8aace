/** What a task is put off to with one click, and how such a day is said. Pure; fetched with the picker. */

import type { Weekday } from "../first-weekday";
import { DAY_MS, type Day, daysBetween, isNear, sayDay, toDate } from "./day";

export type DueChoice = { title: string; day: Day | null };

const [SUNDAY, MONDAY, SATURDAY] = [0, 1, 6] as const;

/**
 * Where today is a Saturday or the first day of a week, the next one is meant: "Today" says the one that has begun. A week
 * begins with `weekStart`; what is put off to the next one is not put off to a weekend.
 */
export function dueChoices(today: Day, weekStart: Weekday): DueChoice[] {
  return [
    { title: "Today", day: today },
    { title: "Tomorrow", day: dayAfter(today, 1) },
    { title: isOfWeekend(weekdayOf(today)) ? "Next weekend" : "This weekend", day: coming(SATURDAY, today) },
    { title: "Next week", day: coming(isOfWeekend(weekStart) ? MONDAY : weekStart, today) },
    { title: "No date", day: null },
  ];
}

const isOfWeekend = (weekday: number) => weekday === SATURDAY || weekday === SUNDAY;

/** The first such weekday after today. */
function coming(weekday: number, today: Day): Day {
  return dayAfter(today, (weekday - weekdayOf(today) + 7) % 7 || 7);
}

function dayAfter(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** 0 is Sunday. */
function weekdayOf(day: Day): number {
  return new Date(Date.parse(day)).getUTCDay();
}

/** "Fri" of today and the next six days, else "Fri 12 Dec". */
export function sayWeekday(day: Day, today: Day, locale: string): string {
  const ahead = daysBetween(today, day);
  if (ahead < 0 || ahead > 6) return sayDate(day, today, locale);
  return toDate(day).toLocaleDateString(locale, { weekday: "short" });
}

/** "Tomorrow", "Fri 12 Dec", where a weekday alone would leave somebody counting. */
export function sayDayWithDate(day: Day, today: Day, locale: string): string {
  return isNear(day, today) ? sayDay(day, today, locale) : sayDate(day, today, locale);
}

function sayDate(day: Day, today: Day, locale: string): string {
  const isThisYear = day.slice(0, 4) === today.slice(0, 4);
  return toDate(day).toLocaleDateString(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    ...(isThisYear ? {} : { year: "numeric" }),
  });
}
