/** What the palette offers. */

import { expect, test } from "vitest";
import { groupsFor } from "../components/palette/entries";
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
  command("add", "New task"),
  command("next", "Next task", { isRepeatable: true }),
  command("palette", "Command palette"),
];
const views = [view("/", "All"), view("/today", "Today")];
const titles = (query: string, tasks: Task[] = []) =>
  groupsFor(query, { commands, views, tasks }).map(({ title, entries }) => [title, ...entries.map((one) => one.title)]);

test("before anything is typed there are commands and views, without steps from row to row and without itself", () => {
  expect(titles("", [task("Buy milk")])).toEqual([
    ["Commands", "New task"],
    ["Views", "Go to All", "Go to Today"],
  ]);
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
