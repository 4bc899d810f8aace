/** Filtering, searching and sorting. */

import { expect, test } from "@playwright/test";
import type { Task } from "../../lib/sync/tasks";
import { countByFilter, filterTasks, searchTasks, sortTasks } from "../../lib/tasks/view";

const today = "2026-11-23";

function task(title: string, fields: Partial<Task> = {}): Task {
  const at = "2026-11-01T08:00:00Z";
  const nothing = { description: null, completed: false, due_date: null, priority: 0, tags: [], deleted_at: null };
  return { id: title, user_id: "u", title, ...nothing, version: 1, created_at: at, updated_at: at, ...fields };
}

const tasks = [
  task("Éclair for the café", { due_date: "2026-11-23" }),
  task("banana 10", { due_date: "2026-11-20" }),
  task("Banana 9", { due_date: "2026-11-20", completed: true }),
  task("apple", { description: "From the MARKET" }),
];

const titles = (shown: Task[]) => shown.map((one) => one.title);

test("what is done is never overdue, nor left for today", () => {
  expect(countByFilter(tasks, today)).toEqual({ all: 4, active: 3, completed: 1, today: 1, overdue: 1 });
  expect(titles(filterTasks(tasks, "overdue", today))).toEqual(["banana 10"]);
});

test("search ignores case and accents, and looks into descriptions", () => {
  expect(titles(searchTasks(tasks, "ECLAIR cafe"))).toEqual(["Éclair for the café"]);
  expect(titles(searchTasks(tasks, "market"))).toEqual(["apple"]);
  expect(searchTasks(tasks, "  ")).toHaveLength(4);
});

test("titles sort as people sort them", () => {
  expect(titles(sortTasks(tasks, "title", "en"))).toEqual(["apple", "Banana 9", "banana 10", "Éclair for the café"]);
});

test("by due date, the undated come last and equals stay newest first", () => {
  expect(titles(sortTasks(tasks, "due", "en"))).toEqual(["banana 10", "Banana 9", "Éclair for the café", "apple"]);
});
