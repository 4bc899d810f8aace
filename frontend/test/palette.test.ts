/** What the palette offers. */

import { expect, onTestFinished, test, vi } from "vitest";
import { groupsFor } from "../components/palette/entries";
import { foldAhead } from "../components/palette/fold-ahead";
import type { Command } from "../lib/commands/registry";
import { blankFields } from "../lib/domain/task";
import type { Task } from "../lib/sync/tasks";
import type { View } from "../views/view";

const command = (id: string, title: string, more: Partial<Command> = {}): Command => ({
  id,
  title,
  run: () => {},
  ...more,
});
const task = (title: string, completed = false) => ({ ...blankFields, id: title, title, completed }) as Task;
const view = (path: `/${string}`, title: string) => ({ path, title }) as View;

const commands = [
  command("new-list", "New list"),
  command("add", "New task"),
  command("next", "Next task", { isRepeatable: true }),
  command("palette", "Command palette"),
];
const views = [view("/", "All"), view("/today", "Today")];
const titles = (query: string, tasks: Task[] = []) =>
  groupsFor(query, { commands, views, tasks }).map(({ title, entries }) => [title, ...entries.map((one) => one.title)]);

test("before anything is typed there are commands and views, without steps from row to row and without itself", () => {
  expect(titles("", [task("Buy milk")])).toEqual([
    ["Commands", "New task", "New list"],
    ["Views", "Go to All", "Go to Today"],
  ]);
});

test("what people call things is found, after what is named so", () => {
  const all = {
    commands: [
      command("sign-out", "Sign out"),
      command("theme-dark", "Theme: Dark", { isSought: true }),
      command("export-ics", "Export as iCalendar", { isSought: true }),
      command("sort-due", "Sort: Due date", { isSought: true }),
      command("help", "Keyboard shortcuts"),
      command("new-list", "New list"),
    ],
    views: [
      ...[view("/upcoming", "Upcoming"), view("/completed", "Completed"), view("/trash", "Trash")],
      ...[view("/account", "Account"), view("/account#password", "Account: Password")],
      ...[view("/account#calendar", "Account: Calendar"), view("/account#data", "Account: Your data")],
      ...[view("/account#reminders", "Account: Reminders"), view("/account#appearance", "Account: Appearance")],
      { ...view("/list?id=1", "Old"), kind: "archived", isSought: true } as const,
    ],
    tasks: [],
  };
  const found = (query: string) => groupsFor(query, all).flatMap(({ entries }) => entries.map(({ title }) => title));
  const calls: [typed: string, first: string][] = [
    ["settings", "Go to Account"],
    ["dark", "Theme: Dark"],
    ["log out", "Sign out"],
    ["theme", "Theme: Dark"],
    ["new project", "New list"],
    ["sort", "Sort: Due date"],
    ["order by", "Sort: Due date"],
    ["export", "Export as iCalendar"],
    ["import", "Go to Account: Your data"],
    ["keys", "Keyboard shortcuts"],
    ["shortcuts", "Keyboard shortcuts"],
    ["calendar", "Go to Account: Calendar"],
    ["notifications", "Go to Account: Reminders"],
    ["bin", "Go to Trash"],
    ["archive", "Go to Completed"],
    ["password", "Go to Account: Password"],
    ["account", "Go to Account"],
  ];
  for (const [typed, first] of calls) expect([typed, found(typed)[0]]).toEqual([typed, first]);
  expect(found("calendar")).toContain("Go to Upcoming");
  expect(found("archive")).toContain("Go to Old");
  // Nobody types the middle of such a word.
  expect(found("otific")).toEqual([]);
  // So much is for who looks for it.
  expect(found("")).not.toContain("Theme: Dark");
});

test("words are found anywhere, whatever their case and accents", () => {
  expect(titles("TODAY go")).toEqual([["Views", "Go to Today"]]);
  expect(titles("tásk")).toEqual([["Commands", "New task"]]);
});

test("open tasks come before completed ones, and no more than can be looked through", () => {
  expect(titles("milk", [task("Milk, old", true), task("Buy milk")])).toEqual([["Tasks", "Buy milk", "Milk, old"]]);
  const many = Array.from({ length: 10_000 }, (_, index) => task(`Milk ${index}`));
  expect(titles("milk", many)[0]).toHaveLength(21);
});

test("completed tasks fill up what open ones leave, each in their order, wherever they stand", () => {
  const done = Array.from({ length: 30 }, (_, index) => task(`Milk, old ${index}`, true));
  const open = Array.from({ length: 15 }, (_, index) => task(`Milk ${index}`));
  const expected = [...open, ...done.slice(0, 5)].map(({ title }) => title);
  expect(titles("milk", [...done, ...open])).toEqual([["Tasks", ...expected]]);
});

test("while nobody has typed yet, the tasks are made ready for the first letter, a portion at a time", () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let read = 0;
  const tasks = Array.from({ length: 10_000 }, (_, index) => ({
    ...task(`Milk ${index}`),
    get title() {
      read += 1;
      return `Milk ${index}`;
    },
  }));
  const end = foldAhead(tasks);
  expect(read).toBe(0);
  vi.advanceTimersToNextTimer();
  expect(read).toBe(500);
  end();
  vi.runAllTimers();
  expect(read).toBe(500);
  foldAhead(tasks);
  vi.runAllTimers();
  expect(read).toBe(10_000);
  expect(titles("bread", tasks)).toEqual([]);
  expect(read).toBe(10_000);
});
