/** Reminders in words, and what the editor offers. */

import { expect, test } from "vitest";
import { reminderChoices, sayReminder } from "../lib/reminders/words";

test("a reminder is said in the largest units that fit", () => {
  const said = [0, 1, 5, 60, 90, 120, 1440, 1441, 1500, 1505, 2880, 10_080, 11_520, 40_320].map(sayReminder);
  expect(said).toEqual([
    "when it is due",
    "1 minute before",
    "5 minutes before",
    "1 hour before",
    "1 hour and 30 minutes before",
    "2 hours before",
    "1 day before",
    "1 day and 1 minute before",
    "1 day and 1 hour before",
    "1 day, 1 hour and 5 minutes before",
    "2 days before",
    "1 week before",
    "8 days before",
    "4 weeks before",
  ]);
});

test("the likely reminders are offered, and the one that the task has in its place among them", () => {
  const offered = reminderChoices(null);
  expect(offered.map(([minutes]) => minutes)).toEqual([0, 5, 10, 30, 60, 120, 1440, 2880, 10_080]);
  expect(offered.map(([, words]) => words)).toEqual([
    "When it is due",
    "5 minutes before",
    "10 minutes before",
    "30 minutes before",
    "1 hour before",
    "2 hours before",
    "1 day before",
    "2 days before",
    "1 week before",
  ]);
  expect(reminderChoices(30)).toEqual(offered);
  const own = reminderChoices(45);
  expect(own).toHaveLength(10);
  expect(own[4]).toEqual([45, "45 minutes before"]);
});
