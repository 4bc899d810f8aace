/** Undo and redo of one's last commands, on the engine itself. */

import { expect, test } from "vitest";
import { sayOutcome } from "../components/undo/say";
import { newId } from "../lib/api/ids";
import { observe } from "../lib/commands/step";
import { UndoStack } from "../lib/commands/undo";
import type { About } from "../lib/sync/command";
import { aboutList, type List, listActions } from "../lib/sync/lists";
import { aboutTask, type Task } from "../lib/sync/tasks";
import { undoableItems } from "../lib/sync/undoable";
import { until } from "./support/browser";
import { start } from "./support/start";

async function startWithStack() {
  const started = await start();
  const { person } = started;
  const items = undoableItems(person.sync);
  const stack = new UndoStack(items);
  const record = (title: string, about: readonly About[], run: () => void, sitting?: string): string => {
    const id = newId();
    stack.note({ id, title, steps: observe(items.shown, about, run), sitting });
    return id;
  };
  const titles = () => person.sync.get().shown?.task.map(({ title }) => title);
  const tops = () => [stack.top("done")?.title, stack.top("undone")?.title];
  const edit = (id: string, fields: Partial<Task>, sitting?: string) =>
    record(`Edited: ${Object.keys(fields)}`, [aboutTask(id)], () => person.edit(id, fields), sitting);
  return { ...started, stack, record, titles, tops, edit };
}

test("an edit, a creation and a deletion are taken back one by one, and done again", async () => {
  const { person, stack, record, titles, tops } = await startWithStack();
  const id = "00000000-0000-4000-8000-000000000001";
  record("Added", [aboutTask(id)], () => person.create({ title: "Milk", priority: 2 }, id));
  record("Saved", [aboutTask(id)], () => person.edit(id, { title: "Oat milk" }));
  await person.isDone();
  record("Deleted", [aboutTask(id)], () => person.remove(id));
  expect(titles()).toEqual([]);
  expect(stack.undo()?.title).toBe("Deleted");
  expect(titles()).toEqual(["Oat milk"]);
  await person.isDone();
  stack.undo();
  expect(titles()).toEqual(["Milk"]);
  expect(stack.undo()?.title).toBe("Added");
  expect(titles()).toEqual([]);
  expect(stack.undo()).toBeUndefined();
  await person.isDone();
  expect(tops()).toEqual([undefined, "Added"]);
  stack.redo();
  expect(person.shown(id)).toMatchObject({ title: "Milk", priority: 2 });
  stack.redo();
  expect(titles()).toEqual(["Oat milk"]);
  stack.redo();
  expect(titles()).toEqual([]);
  expect(stack.redo()).toBeUndefined();
  await person.isDone();
  expect(person.page.refusals).toEqual([]);
});

test("a new command leaves nothing to do again", async () => {
  const { person, stack, tops, edit } = await startWithStack();
  const id = person.create();
  edit(id, { title: "Rice" });
  stack.undo();
  expect(tops()).toEqual([undefined, "Edited: title"]);
  edit(id, { priority: 1 });
  expect(tops()).toEqual(["Edited: priority", undefined]);
  expect(stack.redo()).toBeUndefined();
});

test("a command that changes nothing is none", async () => {
  const { person, stack, tops, edit } = await startWithStack();
  const id = person.create();
  edit(id, { title: "Rice" });
  stack.undo();
  edit(id, { title: "Buy milk" });
  expect(tops()).toEqual([undefined, "Edited: title"]);
});

test("a group that was taken back by its id is not taken back once more", async () => {
  const { person, stack, edit } = await startWithStack();
  const [one, other] = [person.create({ title: "One" }), person.create({ title: "Other" })];
  const first = edit(one, { completed: true });
  edit(other, { completed: true });
  expect(stack.undo(first)?.done).toHaveLength(1);
  expect(stack.undo(first)).toBeUndefined();
  expect([one, other].map((id) => person.shown(id).completed)).toEqual([false, true]);
  stack.undo();
  expect(person.shown(other).completed).toBe(false);
  expect(stack.undo()).toBeUndefined();
});

test("many tasks of one command go back together; one that has changed since stays, and that is said", async () => {
  const { person, stack, record } = await startWithStack();
  const ids = ["One", "Two", "Three"].map((title) => person.create({ title }));
  record("Moved to today: 3 tasks", ids.map(aboutTask), () => {
    for (const id of ids) person.edit(id, { due_date: "2031-05-01" });
  });
  const [one = "", two = "", three = ""] = ids;
  person.edit(two, { due_date: "2031-06-01" });
  person.edit(three, { description: "What else changes is no reason" });
  const outcome = stack.undo();
  expect([one, two, three].map((id) => person.shown(id).due_date)).toEqual([null, "2031-06-01", null]);
  expect(outcome && sayOutcome("undo", outcome)).toBe(
    "Undone: Moved to today: 3 tasks. “Two” has changed since; it stays as it is.",
  );
  const again = stack.redo();
  expect([one, two, three].map((id) => person.shown(id).due_date)).toEqual(["2031-05-01", "2031-06-01", "2031-05-01"]);
  expect(again && sayOutcome("redo", again)).toBe("Done again: Moved to today: 3 tasks");
  expect(person.shown(three).description).toBe("What else changes is no reason");
});

test("where all has changed since, or is so already, nothing is done, and nothing can be done again", async () => {
  const { person, stack, tops, edit } = await startWithStack();
  const id = person.create();
  edit(id, { title: "Rice" });
  person.edit(id, { title: "Theirs" });
  const changed = stack.undo();
  expect(changed && sayOutcome("undo", changed)).toBe(
    "Not undone: Edited: title. “Rice” has changed since; it stays as it is.",
  );
  edit(id, { completed: true });
  person.edit(id, { completed: false });
  const already = stack.undo();
  expect(already && sayOutcome("undo", already)).toBe("Nothing left to undo: Edited: completed");
  expect(tops()).toEqual([undefined, undefined]);
  expect(person.shown(id)).toMatchObject({ title: "Theirs", completed: false });
});

test("a new task that somebody has written in since is not deleted, and neither is a list with tasks", async () => {
  const { person, stack, record } = await startWithStack();
  const lists = listActions(person.sync);
  const [task, list] = ["00000000-0000-4000-8000-000000000002", "00000000-0000-4000-8000-000000000003"];
  record("Added: Home", [aboutList(list)], () => lists.addList({ name: "Home" }, list));
  record("Added: Milk", [aboutTask(task)], () => person.create({ title: "Milk", list_id: list }, task));
  person.edit(task, { description: "Theirs" });
  expect(stack.undo()?.leftOut).toHaveLength(1);
  expect(stack.undo()?.leftOut).toHaveLength(1);
  expect(person.shown(task).title).toBe("Milk");
});

test("a list is renamed and deleted, with its tasks, and both are undone", async () => {
  const { person, stack, record, titles } = await startWithStack();
  const lists = listActions(person.sync);
  const id = lists.addList({ name: "Home" });
  person.create({ title: "Milk", list_id: id });
  await person.isDone();
  const list = () => person.sync.state.outbox.shown("list", id) as List | undefined;
  record("Saved", [aboutList(id)], () => lists.editList(list() as List, { name: "House" }));
  record("Deleted", [aboutList(id)], () => lists.deleteList(list() as List));
  await person.isDone();
  expect(titles()).toEqual([]);
  stack.undo();
  await until(() => titles()?.length === 1);
  stack.undo();
  expect(list()?.name).toBe("Home");
  stack.redo();
  stack.redo();
  expect(titles()).toEqual([]);
  expect(list()).toBeUndefined();
});

test("what is written in one sitting is one group, from what it was at first to what it was at last", async () => {
  const { person, stack, tops, edit } = await startWithStack();
  const id = person.create();
  edit(id, { title: "Oat" }, "sitting");
  person.edit(id, { priority: 3 });
  edit(id, { title: "Oat milk", description: "Fresh" }, "sitting");
  expect(tops()).toEqual(["Edited: title,description", undefined]);
  stack.undo();
  // What somebody else has changed in between stays.
  expect(person.shown(id)).toMatchObject({ title: "Buy milk", description: null, priority: 3 });
  expect(stack.undo()).toBeUndefined();
  stack.redo();
  expect(person.shown(id)).toMatchObject({ title: "Oat milk", description: "Fresh", priority: 3 });
  edit(id, { title: "Rice" }, "sitting");
  stack.undo();
  expect(person.shown(id).title).toBe("Oat milk");
});

test("what somebody else writes between two saves of a sitting is not taken back with them", async () => {
  const { person, stack, edit } = await startWithStack();
  const id = person.create();
  edit(id, { title: "Oat milk" }, "sitting");
  person.edit(id, { title: "Theirs" });
  edit(id, { description: "Fresh" }, "sitting");
  expect(stack.undo()?.done).toHaveLength(1);
  expect(person.shown(id)).toMatchObject({ title: "Theirs", description: null });
});

test("a sitting does not go on behind another command, and one that ends as it began is none", async () => {
  const { person, stack, edit } = await startWithStack();
  const id = person.create();
  edit(id, { title: "Oat milk" }, "sitting");
  edit(id, { completed: true });
  edit(id, { title: "Rice" }, "sitting");
  stack.undo();
  expect(person.shown(id)).toMatchObject({ title: "Oat milk", completed: true });
  stack.forget();
  edit(id, { title: "Tea" }, "other");
  edit(id, { title: "Oat milk" }, "other");
  expect(stack.undo()).toBeUndefined();
});

test("a hundred commands can be taken back, and what is forgotten cannot", async () => {
  const { person, stack, edit } = await startWithStack();
  const id = person.create({ title: "0" });
  for (let count = 1; count <= 103; count += 1) edit(id, { title: String(count) });
  let undone = 0;
  while (stack.undo()) undone += 1;
  expect(undone).toBe(100);
  expect(person.shown(id).title).toBe("3");
  const other = person.create();
  edit(other, { completed: true });
  stack.forget(({ itemId }) => itemId === other);
  expect(stack.undo()).toBeUndefined();
  expect(person.shown(other).completed).toBe(true);
});

test("what is undone without a connection is sent as it has become, or not at all", async () => {
  const { person, api, net, stack, record } = await startWithStack();
  const kept = person.create({ title: "Kept" });
  await person.isDone();
  net.isDown = true;
  const id = "00000000-0000-4000-8000-000000000004";
  record("Added", [aboutTask(id)], () => person.create({ title: "Never" }, id));
  record("Deleted", [aboutTask(kept)], () => person.remove(kept));
  stack.undo();
  stack.undo();
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect(api.tasks.get(kept)).toMatchObject({ title: "Kept", deleted_at: null });
  expect(api.tasks.get(id)).toBeUndefined();
});
