/** The trash as a page shows it, while lists and commands overtake each other. */

import { expect, test } from "vitest";
import { newId } from "../lib/api/ids";
import { blankFields, type Task } from "../lib/domain/task";
import { type Change, commandOf, type Pending } from "../lib/sync/command";
import { Trash } from "../lib/sync/trash";
import { notShown } from "./support/not-shown";

const at = "2026-11-28T08:00:00Z";
const taskOf = (title: string, deleted_at: string | null = at): Task => ({
  ...blankFields,
  ...notShown,
  title,
  id: newId(),
  user_id: "u",
  created_at: at,
  updated_at: at,
  version: 2,
  deleted_at,
});
const commandAbout = (itemId: string, change: Change): Pending => commandOf("page", { entity: "task", itemId }, change);
const titlesIn = (trash: Trash<Task>) => trash.items?.map(({ title }) => title);

test("nothing is known before the first list, except what was deleted here", () => {
  const trash = new Trash<Task>("task");
  expect(trash.items).toBeUndefined();
  const seen = taskOf("Buy milk", null);
  trash.look([commandAbout(seen.id, { kind: "delete", seen })]);
  expect(titlesIn(trash)).toEqual(["Buy milk"]);
});

test("what is restored or deleted for good has left, and stays away when that is confirmed before the next list", () => {
  const [milk, bread, plan] = [taskOf("Milk"), taskOf("Bread"), taskOf("Plan")];
  const trash = new Trash<Task>("task");
  trash.asked([]);
  trash.told([milk, bread, plan]);
  trash.look([
    commandAbout(milk.id, { kind: "restore", item: milk }),
    commandAbout(plan.id, { kind: "erase", seen: plan }),
  ]);
  expect(titlesIn(trash)).toEqual(["Bread"]);
  trash.look([]);
  expect(titlesIn(trash)).toEqual(["Bread"]);
});

test("a list that was asked for before something was done does not undo it", () => {
  const milk = taskOf("Milk");
  const trash = new Trash<Task>("task");
  trash.asked([]);
  trash.look([commandAbout(milk.id, { kind: "erase", seen: milk })]);
  trash.look([]);
  trash.told([milk]);
  expect(titlesIn(trash)).toEqual([]);
  trash.asked([]);
  trash.told([milk]);
  expect(titlesIn(trash)).toEqual(["Milk"]);
});

test("what is refused is there again", () => {
  const milk = taskOf("Milk");
  const trash = new Trash<Task>("task");
  trash.asked([]);
  trash.told([milk]);
  trash.look([commandAbout(milk.id, { kind: "erase", seen: milk })]);
  trash.refused(milk.id);
  expect(titlesIn(trash)).toEqual(["Milk"]);
});

test("a new task that the API has never had does not get into its trash", () => {
  const seen = taskOf("Milk", null);
  const trash = new Trash<Task>("task");
  trash.asked([]);
  trash.told([]);
  const create = commandAbout(seen.id, { kind: "create", fields: blankFields, at });
  trash.look([create, commandAbout(seen.id, { kind: "delete", seen })]);
  expect(titlesIn(trash)).toEqual([]);
});

test("a list is restored, and tells so until the trash is listed anew", () => {
  const list = { ...taskOf("Trip"), name: "Trip" };
  const [tasks, lists] = [new Trash<Task>("task"), new Trash<typeof list>("list")];
  const restore = commandOf("page", { entity: "list", itemId: list.id }, { kind: "restore", item: list });
  lists.asked([]);
  lists.told([list]);
  expect([lists.look([restore]), tasks.look([restore])]).toEqual([true, false]);
  expect([lists.items, lists.restored]).toEqual([[], [list]]);
  lists.look([]);
  lists.asked([]);
  lists.told([]);
  expect([lists.items, lists.restored]).toEqual([[], []]);
});
