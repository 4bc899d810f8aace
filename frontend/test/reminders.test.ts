/** When reminders come: the vectors are what PostgreSQL's `AT TIME ZONE` makes of the same times. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { reminderMoment } from "../lib/reminders/moment";

type Vector = {
  zone: string;
  day_start: string;
  due_date: string;
  due_time: string | null;
  remind_before: number;
  moment: string;
};

const vectors: Vector[] = JSON.parse(readFileSync("../backend/tests/vectors/reminders.json", "utf8"));

const task = { due_date: "2026-12-12", due_time: "17:00", remind_before: 30 };
const settings = { time_zone: "Europe/Berlin", day_start: "09:00" };

test("a reminder comes at the moment that PostgreSQL has for it, also when clocks change", () => {
  expect(vectors.length).toBeGreaterThan(60);
  for (const vector of vectors) {
    const moment = reminderMoment(vector, { time_zone: vector.zone, day_start: vector.day_start });
    expect(moment, JSON.stringify(vector)).toEqual(new Date(vector.moment));
  }
});

test("a reminder comes so many minutes before the time that the task has", () => {
  expect(reminderMoment(task, settings)).toEqual(new Date("2026-12-12T15:30:00Z"));
  expect(reminderMoment({ ...task, remind_before: 0 }, settings)).toEqual(new Date("2026-12-12T16:00:00Z"));
  expect(reminderMoment({ ...task, remind_before: 40_320 }, settings)).toEqual(new Date("2026-11-14T16:00:00Z"));
});

test("without a time it is counted from the start of the day", () => {
  const untimed = { ...task, due_time: null };
  expect(reminderMoment(untimed, settings)).toEqual(new Date("2026-12-12T07:30:00Z"));
  expect(reminderMoment(untimed, { ...settings, day_start: "07:15" })).toEqual(new Date("2026-12-12T05:45:00Z"));
});

test("a day in minutes is 24 hours, whatever the clocks do in it", () => {
  const afterChange = { due_date: "2027-03-28", due_time: "09:00", remind_before: 1440 };
  expect(reminderMoment(afterChange, settings)).toEqual(new Date("2027-03-27T07:00:00Z"));
});

test("without a day or a reminder there is no moment", () => {
  expect(reminderMoment({ ...task, remind_before: null }, settings)).toBeNull();
  expect(reminderMoment({ due_date: null, due_time: null, remind_before: 30 }, settings)).toBeNull();
});

test("a zone that is not known here is UTC, as the API has it", () => {
  expect(reminderMoment(task, { ...settings, time_zone: "Mars/Olympus" })).toEqual(new Date("2026-12-12T16:30:00Z"));
});
