/** When reminders come: the vectors are what PostgreSQL's `AT TIME ZONE` makes of the same times. */

import { expect, test } from "vitest";
import { reminderMoment } from "../lib/tasks/reminders";
import vectors from "./reminders.vectors.json";

const task = { due_date: "2026-12-12", due_time: "17:00", remind_before: 30 };
const settings = { time_zone: "Europe/Berlin", day_start: "09:00" };

test("a reminder comes at the moment that PostgreSQL has for it, also when clocks change", () => {
  expect(vectors.length).toBeGreaterThan(60);
  const found = vectors.map(({ moment: _, time_zone, ...due }) => {
    const moment = reminderMoment(due, { time_zone, day_start: "09:00" });
    return { time_zone, ...due, moment: moment?.toISOString() };
  });
  expect(found).toEqual(vectors);
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
