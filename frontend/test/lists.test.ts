/** Lists in the engine: with their tasks, without a connection, on several devices. */

import { expect, test } from "vitest";
import { newId } from "../lib/api/ids";
import { arrange, countOpen } from "../lib/domain/list";
import { between, inPlace, placeOf } from "../lib/domain/position";
import type { Task } from "../lib/domain/task";
import { entities } from "../lib/sync/entities";
import { type List, listActions } from "../lib/sync/lists";
import { heldUp } from "../lib/sync/scheduler";
import { taskActions, unsyncedIn } from "../lib/sync/tasks";
import { until } from "./support/browser";
import { milk, start } from "./support/start";

async function startWithLists() {
  const started = await start();
  const { person, api } = started;
  const lists = listActions(person.sync);
  const list = (id: string) => person.sync.state.outbox.shown("list", id) as List;
  const arranged = () => arrange(person.sync.get().shown?.list ?? []);
  const openIn = (id: string) => countOpen(person.sync.get().shown?.task ?? []).get(id) ?? 0;
  const titles = () => person.sync.get().shown?.task.map(({ title }) => title);
  const isRefused = (detail: string) => person.page.refusals.some((refusal) => refusal.detail === detail);
  return {
    ...started,
    lists,
    list,
    arranged,
    openIn,
    titles,
    isRefused,
    there: (id: string) => api.tasks.get(id) as Task,
  };
}

test("a list that was made offline is sent before the tasks in it, and each counts its open tasks", async () => {
  const { person, api, lists, net, arranged, openIn, there } = await startWithLists();
  net.isDown = true;
  const home = lists.addList({ name: "Home", color: "teal", position: "b" });
  const work = lists.addList({ name: "Work", position: "c" });
  const [first, second] = [person.create({ list_id: home }), person.create({ list_id: home, completed: true })];
  const third = person.create();
  expect(arranged().lists.map(({ id, name }) => [name, openIn(id)])).toEqual([
    ["Home", 1],
    ["Work", 0],
  ]);
  person.edit(third, { list_id: work });
  await person.hasFailed();
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect([first, second, third].map((id) => there(id).list_id)).toEqual([home, home, work]);
  expect(api.lists.all.get(home)).toMatchObject({ name: "Home", color: "teal", archived: false });
  expect(person.page.refusals).toEqual([]);
});

test("a list is renamed, archived and moved without a connection, and all pages show it", async () => {
  const { person, lists, list, arranged, net, open } = await startWithLists();
  const id = lists.addList({ name: "Home" });
  await person.isDone();
  const other = await open();
  net.isDown = true;
  lists.editList(list(id), { name: "House" });
  lists.editList(list(id), { archived: true, position: "a1" });
  expect(arranged().archived.map(({ name, position }) => [name, position])).toEqual([["House", "a1"]]);
  const seen = () => other.sync.get().shown?.list[0]?.name;
  await until(() => seen() === "House");
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  await until(() => other.sync.get().pending.length === 0 && seen() === "House");
});

test("new tasks and lists that were put in order without a connection keep that order when they arrive", async () => {
  const { person, api, lists, list, net } = await startWithLists();
  const tasks = taskActions(person.sync);
  lists.addList({ name: "Known" });
  await tasks.create([{ id: newId(), fields: { ...milk, title: "Known" } }]);
  await person.isDone();
  net.isDown = true;
  const [first, second, third, ...others] = ["first", "second", "third", "fourth", "fifth"].map((title) => ({
    id: newId(),
    fields: { ...milk, title },
  }));
  if (!first || !second || !third) throw new Error("Three are needed.");
  for (const one of [first, second, third]) await tasks.create([one]);
  await tasks.create(others);
  const placeOfTask = ({ id }: { id: string }) => placeOf(person.shown(id));
  tasks.moveTask(person.shown(third.id), { position: between(placeOfTask(first), placeOfTask(second)) });
  const [home, work, garden] = ["Home", "Work", "Garden"].map((name) => lists.addList({ name }));
  const placeOfList = (id = "") => placeOf(list(id));
  lists.editList(list(garden ?? ""), { position: between(placeOfList(home), placeOfList(work)) });
  const shown = () => {
    const { task = [], list: all = [] } = person.sync.get().shown ?? {};
    return [task.toSorted(inPlace).map(({ title }) => title), all.toSorted(inPlace).map(({ name }) => name)];
  };
  const wanted = [
    ["Known", "first", "third", "second", "fourth", "fifth"],
    ["Known", "Home", "Garden", "Work"],
  ];
  expect(shown()).toEqual(wanted);
  await person.hasFailed();
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect(shown()).toEqual(wanted);
  expect([api.alive.toSorted(inPlace).map(({ title }) => title)]).toEqual([wanted[0]]);
});

test("a deleted list takes its tasks with it at once, and undoing that brings both back", async () => {
  const { person, api, lists, list, titles, net } = await startWithLists();
  const id = lists.addList({ name: "Home" });
  person.create({ title: "Stays" });
  person.create({ title: "Goes", list_id: id });
  await person.isDone();
  net.isDown = true;
  const seen = list(id);
  lists.deleteList(seen);
  expect(titles()).toEqual(["Stays"]);
  expect(person.sync.get().shown?.list).toEqual([]);
  lists.restoreList(seen);
  expect(titles()).toEqual(["Goes", "Stays"]);
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  lists.deleteList(list(id));
  await person.isDone();
  expect(titles()).toEqual(["Stays"]);
  expect(api.trash.map(({ title }) => title)).toEqual(["Goes"]);
  lists.restoreList(seen);
  await person.isDone();
  await until(() => titles()?.length === 2);
  expect(api.trash).toEqual([]);
});

test("what was moved out of a list before it was deleted stays, whatever arrives first", async () => {
  const { person, lists, list, titles, net, there } = await startWithLists();
  const [home, work] = [lists.addList({ name: "Home" }), lists.addList({ name: "Work" })];
  const kept = person.create({ title: "Kept", list_id: home });
  await person.isDone();
  net.isDown = true;
  person.edit(kept, { list_id: work });
  lists.deleteList(list(home));
  expect(titles()).toEqual(["Kept"]);
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect(there(kept)).toMatchObject({ list_id: work, deleted_at: null });
  expect(titles()).toEqual(["Kept"]);
});

test("a list that never left goes into the trash with what was put into it", async () => {
  const { person, api, lists, list, net, there } = await startWithLists();
  const task = person.create({ title: "Old" });
  await person.isDone();
  net.isDown = true;
  const id = lists.addList({ name: "Home" });
  person.edit(task, { list_id: id });
  lists.deleteList(list(id));
  expect(person.sync.get().shown?.task).toEqual([]);
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect(there(task).deleted_at).not.toBeNull();
  expect(api.lists.all.get(id)?.deleted_at).not.toBeNull();
});

test("a new task whose list was deleted elsewhere is kept in the Inbox, and the person is told", async () => {
  const { person, api, lists, net, there, isRefused } = await startWithLists();
  const home = lists.addList({ name: "Home" });
  await person.isDone();
  net.isDown = true;
  const id = person.create({ ...milk, list_id: home });
  const other = person.create({ title: "Another", list_id: home });
  person.edit(id, { title: "Buy oat milk" });
  api.lists.delete(home);
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect(there(id)).toMatchObject({ title: "Buy oat milk", list_id: null, deleted_at: null });
  expect(there(other)).toMatchObject({ title: "Another", list_id: null });
  await until(() => isRefused("The list is gone. The task is in the Inbox."));
});

test("a list that there is no room for holds up the tasks in it, and no others", async () => {
  const { person, api, lists, fates, there, isRefused } = await startWithLists();
  fates.push(Response.json({ detail: "No room" }, { status: 409 }));
  const home = lists.addList({ name: "Home" });
  await until(() => isRefused("No room"));
  const inside = person.create({ list_id: home });
  const outside = person.create();
  await until(() => api.tasks.has(outside));
  expect(api.tasks.has(inside)).toBe(false);
  person.sync.retry();
  await person.isDone();
  expect(there(inside).list_id).toBe(home);
});

test("whatever waits for a list that was refused, or has failed, is said not to be saved, and nothing else", async () => {
  const { person, api, lists, fates, net, isRefused } = await startWithLists();
  const moved = person.create();
  await person.isDone();
  fates.push(Response.json({ detail: "No room" }, { status: 409 }));
  const home = lists.addList({ name: "Home" });
  await until(() => isRefused("No room"));
  const inside = person.create({ list_id: home });
  const below = person.create({ list_id: home, parent_id: inside });
  person.edit(moved, { list_id: home });
  const outside = person.create();
  const unsaved = () => [...unsyncedIn(heldUp(person.sync.get().pending, entities)).keys()];
  expect(unsaved()).toEqual([inside, below, moved]);
  await until(() => api.tasks.has(outside));
  expect(unsaved()).toEqual([inside, below, moved]);
  net.isDown = true;
  person.sync.retry();
  await person.hasFailed();
  expect(unsaved()).toEqual([inside, below, moved]);
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect(unsaved()).toEqual([]);
});

test("a task that is moved into a list that was deleted elsewhere stays where it was, with all else that was changed", async () => {
  const { person, api, lists, net, there, isRefused } = await startWithLists();
  const home = lists.addList({ name: "Home" });
  const id = person.create();
  await person.isDone();
  net.isDown = true;
  person.edit(id, { list_id: home, position: "a1", title: "Buy oat milk" });
  api.lists.delete(home);
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect(there(id)).toMatchObject({ title: "Buy oat milk", list_id: null, deleted_at: null });
  await until(() => isRefused("The list is gone. The task stays where it was."));
  await until(() => person.shown(id).list_id === null);
});

test("of two changes of a list the last one counts, and nobody is asked", async () => {
  const { person, api, lists, list, net } = await startWithLists();
  const id = lists.addList({ name: "Home", position: "b" });
  await person.isDone();
  net.isDown = true;
  lists.editList(list(id), { position: "c" });
  api.lists.change(id, { position: "d" });
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect(api.lists.all.get(id)).toMatchObject({ position: "c" });
  net.isDown = true;
  lists.editList(list(id), { name: "Mine" });
  api.lists.change(id, { name: "Theirs" });
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect(api.lists.all.get(id)).toMatchObject({ name: "Mine", position: "c" });
  net.isDown = true;
  lists.editList(list(id), { name: "Too late" });
  api.lists.delete(id);
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect(api.lists.alive).toEqual([]);
});

test("a task that somebody has only put elsewhere in its list is deleted without a question", async () => {
  const { person, api, net } = await startWithLists();
  const id = person.create();
  await person.isDone();
  net.isDown = true;
  person.remove(id);
  api.change(id, { position: "a1" });
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect(api.trash).toHaveLength(1);
});

test("signing out takes the lists away too", async () => {
  const { person, browser, lists } = await startWithLists();
  lists.addList({ name: "Home" });
  await person.isDone();
  await person.sync.state.store?.settled();
  await person.sync.forget({ unsent: true });
  person.page.close();
  browser.fate = () => "is not sent";
  const page = browser.open();
  await until(() => page.connection.get() !== null);
  expect(page.sync.get().shown?.list ?? []).toEqual([]);
});

test("a list in the trash is deleted for good, once, though the answer is lost; its tasks stay in the trash", async () => {
  const { person, api, lists, list, fates } = await startWithLists();
  const id = lists.addList({ name: "Home" });
  person.create({ title: "In it", list_id: id });
  await person.isDone();
  lists.deleteList(list(id));
  await person.isDone();
  fates.push("is not answered");
  lists.eraseLists([api.lists.all.get(id) as List]);
  await person.isDone();
  expect(api.lists.all.size).toBe(0);
  expect(api.trash.map(({ title }) => title)).toEqual(["In it"]);
  expect(person.page.refusals).toEqual([]);
});

test("a list that was restored elsewhere is not deleted for good, and that is said", async () => {
  const { person, api, lists, list, net, isRefused } = await startWithLists();
  const id = lists.addList({ name: "Home" });
  await person.isDone();
  lists.deleteList(list(id));
  await person.isDone();
  const seen = api.lists.all.get(id) as List;
  net.isDown = true;
  lists.eraseLists([seen]);
  api.lists.restore(id);
  net.isDown = false;
  await person.isDone();
  expect(api.lists.alive.map(({ name }) => name)).toEqual(["Home"]);
  await until(() => isRefused("No longer in the trash: Home"));
});
