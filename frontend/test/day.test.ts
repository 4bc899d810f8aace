/** How days are counted and said. */

import { expect, test } from "vitest";
import { dayOf, daysBetween, millisecondsToMidnight, sayDay, sayDayWithin } from "../lib/tasks/day";
import { sayWeekday } from "../lib/tasks/due-choices";

const today = "2026-11-23";

const said: [day: string, words: string][] = [
  ["2026-11-22", "Yesterday"],
  ["2026-11-23", "Today"],
  ["2026-11-24", "Tomorrow"],
  ["2026-11-27", "Fri"],
  ["2026-11-30", "30 Nov"],
  ["2026-11-12", "12 Nov"],
  ["2027-01-01", "1 Jan 2027"],
];

for (const [day, words] of said) {
  test(`${day} is said as "${words}"`, () => expect(sayDay(day, today, "en-GB")).toBe(words));
}

test("a day is written as in the country of its reader", () => {
  expect(sayDay("2026-12-12", today, "en-US")).toBe("Dec 12");
});

test("within a sentence only a word is written small", () => {
  const within = (day: string) => sayDayWithin(day, today, "en-GB");
  expect(["2026-11-24", "2026-11-27", "2026-12-12"].map(within)).toEqual(["tomorrow", "Fri", "12 Dec"]);
});

test("a weekday alone is said of those that are near enough to be meant", () => {
  // Versions of the tables of languages differ in a comma.
  const weekday = (day: string) => sayWeekday(day, today, "en-GB").replace(",", "");
  const days = ["2026-11-22", "2026-11-23", "2026-11-29", "2026-11-30", "2027-01-01"];
  expect(days.map(weekday)).toEqual(["Sun 22 Nov", "Mon", "Sun", "Mon 30 Nov", "Fri 1 Jan 2027"]);
});

test("a day is the reader's own, not UTC's", () => {
  expect(dayOf(new Date(2026, 11, 31, 23, 59))).toBe("2026-12-31");
  expect(dayOf(new Date(2027, 0, 1, 0, 0))).toBe("2027-01-01");
});

test("days are counted across a change of clocks", () => {
  expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2);
  expect(daysBetween("2026-10-24", "2026-10-26")).toBe(2);
});

test("midnight is where the calendar turns", () => {
  expect(millisecondsToMidnight(new Date(2026, 10, 23, 23, 59, 59))).toBe(1000);
});
