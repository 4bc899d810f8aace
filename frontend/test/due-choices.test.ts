/** Which days the choices of a due date mean, whatever today is. */

import { expect, test } from "vitest";
import type { Weekday } from "../lib/first-weekday";
import { dueChoices } from "../lib/tasks/due-choices";

/** A Wednesday. */
const wednesday = "2031-05-14";

const MONDAY = 1;

const meant = (today: string, weekStart: Weekday = MONDAY) =>
  Object.fromEntries(dueChoices(today, weekStart).map(({ title, day }) => [title, day]));

test("the weekend begins on Saturday and the next week on Monday", () => {
  expect(meant(wednesday)).toEqual({
    Today: "2031-05-14",
    Tomorrow: "2031-05-15",
    "This weekend": "2031-05-17",
    "Next week": "2031-05-19",
    "No date": null,
  });
});

test("on a Friday the weekend is tomorrow", () => {
  expect(meant("2031-05-16")).toMatchObject({ Tomorrow: "2031-05-17", "This weekend": "2031-05-17" });
});

test("at a weekend the next one is offered, because today is in this one", () => {
  expect(meant("2031-05-17")).toMatchObject({ Today: "2031-05-17", "Next weekend": "2031-05-24" });
  expect(meant("2031-05-18")).toMatchObject({ Today: "2031-05-18", "Next weekend": "2031-05-24" });
});

test("on a Saturday and on a Sunday the next week begins on the Monday after", () => {
  expect(meant("2031-05-17")).toMatchObject({ "Next week": "2031-05-19" });
  expect(meant("2031-05-18")).toMatchObject({ Tomorrow: "2031-05-19", "Next week": "2031-05-19" });
});

test("on a Monday the next week begins in seven days", () => {
  expect(meant("2031-05-19")).toMatchObject({ Today: "2031-05-19", "Next week": "2031-05-26" });
});

test("the next week begins with the person's weeks, or on Monday where that is a day of the weekend", () => {
  expect(meant(wednesday, 0)).toMatchObject({ "This weekend": "2031-05-17", "Next week": "2031-05-19" });
  expect(meant(wednesday, 6)).toMatchObject({ "This weekend": "2031-05-17", "Next week": "2031-05-19" });
  expect(meant(wednesday, 2)).toMatchObject({ "Next week": "2031-05-20" });
});

test("days go on over the end of a month, of a year, and over a change of clocks", () => {
  expect(meant("2031-12-31")).toMatchObject({ Tomorrow: "2032-01-01", "This weekend": "2032-01-03" });
  expect(meant("2026-03-28")).toMatchObject({ Tomorrow: "2026-03-29", "Next week": "2026-03-30" });
});

test("there are five of them, with the nearest first and none last", () => {
  expect(dueChoices(wednesday, MONDAY).map(({ title }) => title)).toEqual([
    "Today",
    "Tomorrow",
    "This weekend",
    "Next week",
    "No date",
  ]);
});
