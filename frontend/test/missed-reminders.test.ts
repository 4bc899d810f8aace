/** Which reminders a device has missed. */

import { expect, test } from "vitest";
import { type List, listFactsOf } from "../lib/domain/list";
import type { Settings } from "../lib/domain/settings";
import { blankFields, type Task } from "../lib/domain/task";
import { missedOf, nextAfter, passedBetween, remindersOf } from "../lib/reminders/due";

const settings = { time_zone: "UTC", day_start: "09:00" } as Settings;
const at = (clock: string) => Date.parse(`2026-12-01T${clock}:00Z`);
const facts = listFactsOf([
  { id: "old", archived: true },
  { id: "new", archived: false },
] as List[]);
const nothingSeen = { lookedAt: 0, tasks: {}, isAsked: false, putOff: [] };

function reminding(id: string, due_time: string | null, more: Partial<Task> = {}): Task {
  return { ...blankFields, id, title: id, due_date: "2026-12-01", due_time, remind_before: 0, ...more } as Task;
}

const idsOf = (reminders: readonly { task: Task }[]) => reminders.map(({ task }) => task.id);

test("the reminders of open tasks that have passed are missed, the latest first", () => {
  const tasks = [reminding("ten", "10:00"), reminding("noon", "12:00"), reminding("day", null)];
  const reminders = remindersOf(tasks, settings, facts, []);
  expect(idsOf(missedOf(reminders, nothingSeen, at("11:00")))).toEqual(["ten", "day"]);
  expect(nextAfter(reminders, at("11:00"))).toBe(at("12:00"));
  expect(nextAfter(reminders, at("12:00"))).toBeUndefined();
});

test("what is completed, or has no reminder, or is from before there were any, reminds nobody", () => {
  const { remind_before: _, ...old } = reminding("old", "10:00");
  const tasks = [
    reminding("done", "10:00", { completed: true }),
    reminding("none", "10:00", { remind_before: null }),
    old as Task,
  ];
  expect(remindersOf(tasks, settings, facts, [])).toEqual([]);
});

test("what is in an archived list reminds nobody, as the API has it", () => {
  const tasks = [reminding("archived", "10:00", { list_id: "old" }), reminding("listed", "10:00", { list_id: "new" })];
  expect(idsOf(remindersOf(tasks, settings, facts, []))).toEqual(["listed"]);
});

test("what was looked at is not missed, nor what was seen by itself, until it is put to another time", () => {
  const looked = { ...nothingSeen, lookedAt: at("10:00"), tasks: { eleven: at("11:00") } };
  const missed = (...tasks: Task[]) => idsOf(missedOf(remindersOf(tasks, settings, facts, []), looked, at("12:00")));
  expect(missed(reminding("ten", "10:00"), reminding("eleven", "11:00"))).toEqual([]);
  expect(missed(reminding("eleven", "11:30"))).toEqual(["eleven"]);
});

test("a reminder passes once", () => {
  const reminders = remindersOf([reminding("ten", "10:00")], settings, facts, []);
  expect(idsOf(passedBetween(reminders, at("09:59"), at("10:00")))).toEqual(["ten"]);
  expect(passedBetween(reminders, at("10:00"), at("10:01"))).toEqual([]);
});

test("one that was put off comes again then, unless the task is due at another moment by now", () => {
  const later = { task: "ten", due_date: "2026-12-01", due_time: "10:00", at: at("10:01"), until: at("11:01") };
  const missedAt = (clock: string, task: Task) =>
    idsOf(
      missedOf(remindersOf([task], settings, facts, [later]), { ...nothingSeen, lookedAt: at("10:00") }, at(clock)),
    );
  expect(missedAt("11:00", reminding("ten", "10:00"))).toEqual([]);
  expect(missedAt("11:01", reminding("ten", "10:00"))).toEqual(["ten"]);
  expect(missedAt("10:40", reminding("ten", "10:30"))).toEqual(["ten"]);
  expect(missedAt("10:40", reminding("another", "10:30"))).toEqual(["another"]);
});
