/** What a push becomes on the screen. */

import { expect, test } from "vitest";
import { notificationOf, reminderOf } from "../lib/push/message";

const pushed = {
  task: "0192f7c6-0000-7000-8000-000000000001",
  title: "Pay the rent",
  due_date: "2026-12-01",
  due_time: "17:00",
  moment: "2026-12-01T15:00:00+00:00",
  tag: "5f0c",
};
const shown = (data: unknown, today = "2026-11-30") => notificationOf(JSON.stringify(data), today, "en-GB");

test("a notification says the task and when it is due, and has two buttons", () => {
  const { title, options } = shown(pushed);
  expect(title).toBe("Pay the rent");
  expect(options.body).toBe("Due tomorrow, 17:00");
  expect(options.actions).toEqual([
    { action: "done", title: "Done" },
    { action: "snooze", title: "In an hour" },
  ]);
  expect(reminderOf(options.data)).toMatchObject({ task: pushed.task, due_date: "2026-12-01", due_time: "17:00" });
});

test("one that comes twice takes its own place without a sound", () => {
  expect(shown(pushed).options).toMatchObject({ tag: "5f0c", renotify: false });
});

test("without a time the day is said, in the language of the browser where it has no name", () => {
  expect(shown({ ...pushed, due_time: null }).options.body).toBe("Due tomorrow");
  const later = notificationOf(JSON.stringify({ ...pushed, due_time: null }), "2026-11-01", "de-DE");
  expect(later.options.body).toBe("Due 1. Dez.");
});

test.each([
  ["nothing", undefined],
  ["no JSON", "{"],
  ["no object", "7"],
  ["null", "null"],
  ["no title", JSON.stringify({ ...pushed, title: undefined })],
  ["a blank title", JSON.stringify({ ...pushed, title: " " })],
  ["another kind of title", JSON.stringify({ ...pushed, title: {} })],
  ["no day", JSON.stringify({ ...pushed, due_date: "soon" })],
  ["another time", JSON.stringify({ ...pushed, due_time: 17 })],
  ["no task", JSON.stringify({ ...pushed, task: 7 })],
])("%s becomes something harmless", (_, data) => {
  const { title, options } = notificationOf(data, "2026-11-30", "en-GB");
  expect([title, options.body]).toEqual(["Todo", "A reminder is due."]);
  expect(options.data).toBeUndefined();
  expect(options.actions).toBeUndefined();
});
