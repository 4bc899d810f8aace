/** What takes back what the API has done goes by the API's own undo, where that does the same. */

import { expect, test } from "vitest";
import { newId } from "../lib/api/ids";
import { observe } from "../lib/commands/step";
import { UndoStack } from "../lib/commands/undo";
import type { About } from "../lib/sync/command";
import { aboutList, listActions } from "../lib/sync/lists";
import { aboutTask, type Task, taskActions } from "../lib/sync/tasks";
import { undoableItems } from "../lib/sync/undoable";
import { until } from "./support/browser";
import { gate } from "./support/gate";
import { milk, start, writes } from "./support/start";

const UNDO = "POST /api/undo";

/** A page on which each command can be taken back, with so many tasks that the API has. */
async function startWithTasks(count = 1) {
  const started = await start();
  const { api, person } = started;
  const items = undoableItems(person.sync);
  const stack = new UndoStack(items);
  const command = (about: readonly About[], run: () => void) =>
    stack.note({ id: newId(), title: "", steps: observe(items.shown, about, run) });
  /** Everything has arrived, and the page has been told so. */
  const isTold = async () => {
    await person.isDone();
    await until(() => person.sync.state.replica.position?.token === `${api.log.length}`);
  };
  const ids = Array.from({ length: count }, () => newId());
  const add = () => taskActions(person.sync).create(ids.map((id) => ({ id, fields: milk })));
  command(ids.map(aboutTask), () => void add());
  await isTold();
  const edit = (fields: Partial<Task>, which = ids) =>
    command(which.map(aboutTask), () => {
      for (const id of which) person.edit(id, fields);
    });
  /** What is sent of it. */
  const turn = async (way: "undo" | "redo") => {
    api.requests = [];
    stack[way]();
    await person.isDone();
    return writes(api);
  };
  const titles = () => ids.map((id) => api.tasks.get(id)?.title);
  return { ...started, ids, command, isTold, edit, turn, titles };
}

test("an edit is undone there, and its undo is, too", async () => {
  const { isTold, edit, turn, titles } = await startWithTasks();
  edit({ title: "Buy oat milk" });
  await isTold();
  expect(await turn("undo")).toEqual([UNDO]);
  expect(titles()).toEqual(["Buy milk"]);
  expect(await turn("redo")).toEqual([UNDO]);
  expect(titles()).toEqual(["Buy oat milk"]);
  expect(await turn("undo")).toEqual([UNDO]);
  expect(titles()).toEqual(["Buy milk"]);
});

test("what has gone in one request goes back in one", async () => {
  const { api, ids, isTold, edit, turn } = await startWithTasks(100);
  edit({ completed: true });
  await isTold();
  expect(await turn("undo")).toEqual([UNDO]);
  expect(api.alive.filter(({ completed }) => completed)).toEqual([]);
  expect(await turn("redo")).toEqual([UNDO]);
  expect(api.alive.filter(({ completed }) => completed)).toHaveLength(ids.length);
});

test("what was added goes to the trash, and what was deleted comes back", async () => {
  const { api, person, ids, command, isTold, turn } = await startWithTasks(2);
  expect(await turn("undo")).toEqual([UNDO]);
  expect([api.alive.length, api.trash.length]).toEqual([0, 2]);
  expect(await turn("redo")).toEqual([UNDO]);
  expect([api.alive.length, api.trash.length]).toEqual([2, 0]);
  const [id = ""] = ids;
  command([aboutTask(id)], () => person.remove(id));
  await isTold();
  expect(await turn("undo")).toEqual([UNDO]);
  expect(person.shown(id)).toMatchObject({ title: "Buy milk", deleted_at: null });
});

test("a list that was deleted comes back with its tasks", async () => {
  const { api, person, ids, command, isTold, edit, turn } = await startWithTasks(2);
  const actions = listActions(person.sync);
  const listId = newId();
  actions.addList({ name: "Home" }, listId);
  await isTold();
  edit({ list_id: listId });
  await isTold();
  const [list] = person.sync.get().shown?.list ?? [];
  if (!list) throw new Error("There is no list.");
  command([aboutList(listId)], () => person.sync.add("list", listId, { kind: "delete", seen: list }));
  await isTold();
  expect(api.alive).toEqual([]);
  expect(await turn("undo")).toEqual([UNDO]);
  await isTold();
  expect(
    person.sync
      .get()
      .shown?.task.map((task) => [task.id, task.list_id])
      .sort(),
  ).toEqual(ids.map((id) => [id, listId]).sort());
});

test("of what somebody has changed since, the rest is taken back", async () => {
  const { api, browser, ids, isTold, edit, turn, titles } = await startWithTasks(2);
  edit({ title: "Buy oat milk" });
  await isTold();
  const telling = gate();
  browser.after = ({ url }) => (url.endsWith("/events") ? telling.opened : undefined);
  api.change(ids[0] ?? "", { description: "Two bottles" });
  const sent = await turn("undo");
  expect(sent[0]).toBe(UNDO);
  expect(sent.slice(1)).not.toContain(UNDO);
  expect(titles()).toEqual(["Buy milk", "Buy milk"]);
  expect(api.tasks.get(ids[0] ?? "")?.description).toBe("Two bottles");
  telling.open();
});

test("what has gone together with something else is taken back alone", async () => {
  const { api, net, ids, person, isTold, edit, turn, titles } = await startWithTasks(2);
  net.isDown = true;
  edit({ title: "Buy rice" }, ids.slice(0, 1));
  edit({ title: "Buy oat milk" }, ids.slice(1));
  net.isDown = false;
  api.requests = [];
  person.sync.retry();
  await isTold();
  expect(writes(api)).toEqual(["POST /batch"]);
  expect(await turn("undo")).toEqual([`PATCH /${ids[1]}`]);
  expect(titles()).toEqual(["Buy rice", "Buy milk"]);
});

test("what was done before something that is undone goes back as well", async () => {
  const { isTold, edit, turn, titles, ids } = await startWithTasks();
  edit({ title: "Buy oat milk" });
  await isTold();
  edit({ title: "Buy rice" });
  await isTold();
  expect(await turn("undo")).toEqual([UNDO]);
  // The API undoes only what was done to a task last.
  expect(await turn("undo")).toEqual([`PATCH /${ids[0]}`]);
  expect(titles()).toEqual(["Buy milk"]);
});

test("an undo whose answer is lost is done once", async () => {
  const { api, fates, isTold, edit, turn, ids } = await startWithTasks();
  edit({ title: "Buy oat milk" });
  await isTold();
  fates.push("is not answered");
  await turn("undo");
  await isTold();
  expect(api.statesOf(ids[0] ?? "").map((state) => state?.title)).toEqual(["Buy milk", "Buy oat milk", "Buy milk"]);
});

test("an undo whose answer is lost, and which somebody takes back, is not simply done again", async () => {
  const { api, fates, person, isTold, edit, turn, ids } = await startWithTasks();
  edit({ title: "Buy oat milk" });
  await isTold();
  fates.push("is not answered");
  const asked = turn("undo");
  await until(() => api.log.length === 3);
  api.change(ids[0] ?? "", { title: "Buy oat milk" });
  await person.isAsked();
  person.choose(false);
  await asked;
  expect(api.alive).toMatchObject([{ title: "Buy oat milk", version: 4 }]);
});

test("what somebody writes as it was before is an edit", async () => {
  const { api, isTold, edit, ids } = await startWithTasks();
  edit({ title: "Buy oat milk" });
  await isTold();
  api.requests = [];
  edit({ title: "Buy milk" });
  await isTold();
  expect(writes(api)).toEqual([`PATCH /${ids[0]}`]);
});

test("an undo of which nothing is told for long is asked about", async () => {
  const { api, browser, person, isTold, edit, turn, ids } = await startWithTasks();
  edit({ title: "Buy oat milk" });
  await isTold();
  const telling = gate();
  browser.after = ({ url }) => (url.endsWith("/events") ? telling.opened : undefined);
  await turn("undo");
  expect(person.sync.state.replica.of("task").get(ids[0] ?? "")?.version).toBe(3);
  expect(api.statesOf(ids[0] ?? "")).toHaveLength(3);
  telling.open();
});
