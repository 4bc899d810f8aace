/** When tasks that repeat come again, as Upcoming shows it, and where between its rows. */

import { expect, test } from "vitest";
import { unscheduled } from "../lib/domain/task";
import type { Task } from "../lib/sync/tasks";
import { amongRows, HORIZON_DAYS, MOST, MOST_OF_TASK, type Occurrence, occurrencesOf } from "../lib/tasks/occurrences";
import { notShown } from "./support/not-shown";

/** A Wednesday. */
const today = "2031-05-14";

function task(title: string, fields: Partial<Task> = {}): Task {
  const at = "2031-05-01T08:00:00Z";
  const nothing = { description: null, completed: false, priority: 0, tags: [], deleted_at: null };
  return {
    id: title,
    user_id: "u",
    title,
    ...nothing,
    ...unscheduled,
    ...notShown,
    due_date: today,
    version: 1,
    created_at: at,
    updated_at: at,
    ...fields,
  };
}

const said = (found: readonly Occurrence[]) => found.map(({ task, day }) => `${task.title} ${day.slice(5)}`);
const again = (...tasks: Task[]) => said(occurrencesOf(tasks, today));

test("a task comes again on the days of its rule, after its own day and after today", () => {
  expect(again(task("Rent", { repeat: "FREQ=MONTHLY;BYMONTHDAY=14" }))).toEqual(["Rent 06-14"]);
  expect(again(task("Bins", { due_date: "2031-05-20", repeat: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU" }))).toEqual([
    "Bins 06-03",
    "Bins 06-17",
  ]);
  expect(again(task("Late", { due_date: "2031-04-30", repeat: "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE" }))).toEqual([
    "Late 05-28",
    "Late 06-11",
  ]);
});

test("a day that is not named does not drift", () => {
  const end = task("Report", { due_date: "2031-01-31", repeat: "FREQ=MONTHLY" });
  expect(said(occurrencesOf([end], "2031-02-27"))).toEqual(["Report 02-28", "Report 03-31"]);
});

test("a count or a last day ends them, and nothing is known of a rule that counts from completion", () => {
  expect(again(task("Pills", { repeat: "FREQ=DAILY;COUNT=3" }))).toEqual(["Pills 05-15", "Pills 05-16"]);
  expect(again(task("Pills", { due_date: "2031-05-13", repeat: "FREQ=DAILY;COUNT=3" }))).toEqual(["Pills 05-15"]);
  expect(again(task("Pills", { repeat: "FREQ=DAILY;COUNT=1" }))).toEqual([]);
  expect(again(task("Pills", { repeat: "FREQ=DAILY;UNTIL=20310516" }))).toEqual(["Pills 05-15", "Pills 05-16"]);
  expect(again(task("Mow", { repeat: "FREQ=DAILY", repeat_from: "completion" }))).toEqual([]);
  expect(again(task("Done", { repeat: "FREQ=DAILY", completed: true }), task("Once"))).toEqual([]);
  expect(again(task("Odd", { repeat: "FREQ=HOURLY" }))).toEqual([]);
});

test("they end after some days, and after some of one task", () => {
  const daily = again(task("Walk", { repeat: "FREQ=DAILY" }));
  expect(daily).toHaveLength(MOST_OF_TASK);
  const weekly = again(task("Gym", { repeat: "FREQ=WEEKLY;BYDAY=WE" }));
  expect(weekly).toHaveLength(Math.floor(HORIZON_DAYS / 7));
});

test("those of one day stand in the order of the view, those with a time first", () => {
  const rule = { repeat: "FREQ=DAILY;COUNT=2" };
  expect(
    again(
      task("Any", rule),
      task("Urgent", { ...rule, priority: 3 }),
      task("Noon", { ...rule, due_time: "12:00" }),
      task("Dawn", { ...rule, due_time: "06:00" }),
    ),
  ).toEqual(["Dawn 05-15", "Noon 05-15", "Urgent 05-15", "Any 05-15"]);
});

test("of ten thousand tasks only what is shown is computed", () => {
  const many = Array.from({ length: 10_000 }, (_, index) => task(`Task ${index}`, { repeat: "FREQ=DAILY" }));
  expect(occurrencesOf(many, today)).toHaveLength(MOST);
  const begin = performance.now();
  occurrencesOf(many, today);
  const ms = performance.now() - begin;
  console.log(`  ${ms.toFixed(1)} ms for ten thousand tasks of which each comes every day`);
});

test("they stand after the rows of their day, on days of their own, before the first row and after the last", () => {
  const rows = [
    { id: "one", due_date: "2031-05-16" },
    { id: "two", due_date: "2031-05-16" },
    { id: "three", due_date: "2031-05-19" },
  ];
  const found = ["05-15", "05-16", "05-18", "05-18", "05-25"].map((day, index) => ({
    task: task(`${index}`),
    day: `2031-${day}`,
  }));
  const among = amongRows(rows, found);
  const shown = [...among].map(([id, own]) => [
    id,
    own.map(({ task, isFirst }) => `${task.title}${isFirst ? " first" : ""}`),
  ]);
  expect(shown).toEqual([
    ["", ["0 first"]],
    ["two", ["1", "2 first", "3"]],
    ["three", ["4 first"]],
  ]);
});
