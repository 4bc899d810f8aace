/** What a task is put off to with one click. Pure. */

import { type Day, dayAfter, weekdayOf } from "./day";

export type DueChoice = { title: string; day: Day | null };

const MONDAY = 1;
const SATURDAY = 6;

/** Where today is Saturday or Monday, the next one is meant: "Today" says the one that has begun. */
export function dueChoices(today: Day): DueChoice[] {
  return [
    { title: "Today", day: today },
    { title: "Tomorrow", day: dayAfter(today, 1) },
    { title: isAtWeekend(today) ? "Next weekend" : "This weekend", day: coming(SATURDAY, today) },
    { title: "Next week", day: coming(MONDAY, today) },
    { title: "No date", day: null },
  ];
}

const isAtWeekend = (day: Day) => weekdayOf(day) === SATURDAY || weekdayOf(day) === 0;

/** The first such weekday after today. */
function coming(weekday: number, today: Day): Day {
  return dayAfter(today, (weekday - weekdayOf(today) + 7) % 7 || 7);
}
