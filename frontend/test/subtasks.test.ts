/** Tasks that are parts of others, in the engine: completed, deleted and moved together, without a connection, on several devices. */

import { expect, test } from "vitest";
import type { Task } from "../lib/domain/task";
import { taskActions } from "../lib/sync/tasks";
import { until } from "./support/browser";
import { start, writes } from "./support/start";

async function startWithFamily() {
  const started = await start();
  const { person, api } = started;
  const actions = taskActions(person.sync);
  const parent = person.create({ title: "Trip" });
  const child = person.create({ title: "Pack", parent_id: parent });
  const grandchild = person.create({ title: "Socks", parent_id: child });
  await person.isDone();
  await until(() => person.shown(grandchild)?.version === 1);
  api.requests = [];
  const titles = () => (person.sync.get().shown?.task ?? []).map(({ title }) => title).sort();
  const there = (id: string) => api.tasks.get(id) as Task;
  const isRefused = (detail: string) => person.page.refusals.some((refusal) => refusal.detail === detail);
  return { ...started, actions, parent, child, grandchild, titles, there, isRefused };
}

test("subtasks that were made offline are sent after what they are part of", async () => {
  const { person, net, there } = await startWithFamily();
  net.isDown = true;
  const top = person.create({ title: "Move house" });
  const part = person.create({ title: "Boxes", parent_id: top });
  await person.hasFailed();
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect(there(part).parent_id).toBe(top);
  expect(person.page.refusals).toEqual([]);
});

test("a task is completed with what is open below it in one request, and opened with the same", async () => {
  const { person, api, actions, parent, child, grandchild, there } = await startWithFamily();
  person.edit(grandchild, { completed: true });
  await person.isDone();
  api.requests = [];
  actions.complete(parent, true);
  expect([parent, child, grandchild].map((id) => person.shown(id).completed)).toEqual([true, true, true]);
  await person.isDone();
  expect(writes(api)).toEqual(["POST /batch"]);
  expect(there(child).completed_at).toBe(there(parent).completed_at);
  await until(() => person.shown(child).completed_at === there(child).completed_at);
  actions.complete(parent, false);
  expect([parent, child, grandchild].map((id) => person.shown(id).completed)).toEqual([false, false, true]);
  await person.isDone();
  expect([parent, child, grandchild].map((id) => there(id).completed)).toEqual([false, false, true]);
});

test("a task that is completed on a bad line is completed in one request, and opened with what was completed with it", async () => {
  const { person, net, api, actions, parent, child, grandchild, there } = await startWithFamily();
  const family = [parent, child, grandchild];
  net.isDown = true;
  actions.complete(parent, true);
  await person.hasFailed();
  net.isDown = false;
  await person.isDone();
  expect(writes(api)).toEqual(["POST /batch"]);
  await until(() => family.every((id) => person.shown(id).completed_at === there(id).completed_at));
  actions.complete(parent, false);
  await person.isDone();
  expect(family.map((id) => there(id).completed)).toEqual([false, false, false]);
});

test("without a connection, too, what was completed before its parent is not opened with it", async () => {
  const { person, net, actions, parent, child, grandchild, there } = await startWithFamily();
  const family = [parent, child, grandchild];
  const completed = () => family.map((id) => person.shown(id).completed);
  net.isDown = true;
  actions.complete(grandchild, true);
  // No person does two things in one millisecond.
  const before = Date.now();
  await until(() => Date.now() > before);
  actions.complete(parent, true);
  expect(completed()).toEqual([true, true, true]);
  actions.complete(parent, false);
  expect(completed()).toEqual([false, false, true]);
  net.isDown = false;
  await person.isDone();
  expect(family.map((id) => there(id).completed)).toEqual([false, false, true]);
});

test("a deleted task takes what is below it along at once, and undoing that brings all of it back", async () => {
  const { person, net, api, parent, titles } = await startWithFamily();
  net.isDown = true;
  const seen = person.remove(parent);
  expect(titles()).toEqual([]);
  person.restore(seen);
  expect(titles()).toEqual(["Pack", "Socks", "Trip"]);
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect(writes(api)).toEqual([]);
  person.remove(parent);
  await person.isDone();
  expect([titles(), api.trash.length]).toEqual([[], 3]);
  person.restore(seen);
  await person.isDone();
  await until(() => titles().length === 3);
  expect(writes(api)).toHaveLength(2);
});

test("what was taken out of a task before that was deleted stays, whatever arrives first", async () => {
  const { person, net, actions, parent, child, titles, there } = await startWithFamily();
  net.isDown = true;
  actions.moveTask(person.shown(child), { parent_id: null });
  person.remove(parent);
  expect(titles()).toEqual(["Pack", "Socks"]);
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect(titles()).toEqual(["Pack", "Socks"]);
  expect(there(child)).toMatchObject({ parent_id: null, deleted_at: null });
});

test("a new subtask of what was deleted elsewhere is kept on the top level, and the person is told", async () => {
  const { person, api, net, parent, there, isRefused } = await startWithFamily();
  net.isDown = true;
  const orphan = person.create({ title: "Passport", parent_id: parent });
  api.delete(parent);
  net.isDown = false;
  person.sync.retry();
  await until(() => isRefused("The task above it is gone. The task is on the top level."));
  await person.isDone();
  expect(there(orphan)).toMatchObject({ title: "Passport", parent_id: null, deleted_at: null });
});

test("two devices that put tasks below each other lose nothing, and the second one is told", async () => {
  const { person, api, net, actions, there, isRefused } = await startWithFamily();
  const [one, other] = [person.create({ title: "One" }), person.create({ title: "Other" })];
  await person.isDone();
  net.isDown = true;
  actions.moveTask(person.shown(one), { parent_id: other });
  api.change(other, { parent_id: one });
  net.isDown = false;
  person.sync.retry();
  await until(() => isRefused("A task cannot be below itself. The task stays where it was."));
  await person.isDone();
  expect([there(one).parent_id, there(other).parent_id]).toEqual([null, one]);
});

test("in another list a task is no part of its parent any more, and takes along what is below it", async () => {
  const { person, api, actions, child, grandchild, there } = await startWithFamily();
  const home = crypto.randomUUID();
  api.lists.create(home, { name: "Home" });
  await until(() => person.sync.get().shown?.list.length === 1);
  actions.moveTask(person.shown(child), { list_id: home });
  expect(person.shown(child).parent_id).toBeNull();
  await person.isDone();
  expect(there(child)).toMatchObject({ parent_id: null, list_id: home });
  await until(() => person.shown(grandchild).list_id === home);
});

test("a subtask is not opened by a retry of what has completed it", async () => {
  const { person, actions, fates, parent, child, there } = await startWithFamily();
  fates.push("is not answered");
  actions.complete(parent, true);
  await person.hasFailed();
  person.sync.retry();
  await person.isDone();
  expect([there(parent).completed, there(child).completed]).toEqual([true, true]);
});

test("a question about a task holds up neither what is below it nor new tasks", async () => {
  const { person, api, net, parent, child, there } = await startWithFamily();
  net.isDown = true;
  person.edit(parent, { title: "Journey" });
  await person.hasFailed();
  api.change(parent, { title: "Holidays" });
  net.isDown = false;
  await person.isAsked();
  person.edit(child, { title: "Pack bags" });
  const part = person.create({ title: "Passport", parent_id: parent });
  const other = person.create({ title: "Water the plants" });
  await until(() => there(child).title === "Pack bags" && api.tasks.has(part) && api.tasks.has(other));
  expect(person.sync.get().pending).toHaveLength(1);
});

test("what is new below a task that was deleted elsewhere waits for the choice, and other new tasks do not", async () => {
  const { person, api, browser, net, parent, there } = await startWithFamily();
  net.isDown = true;
  person.edit(parent, { title: "Journey" });
  const part = person.create({ title: "Passport", parent_id: parent });
  await person.hasFailed();
  api.delete(parent);
  net.isDown = false;
  await person.isAsked();
  const other = person.create({ title: "Water the plants" });
  await until(() => api.tasks.has(other));
  expect(api.tasks.has(part)).toBe(false);
  const { fate } = browser;
  const sentWithIt: boolean[] = [];
  browser.fate = (request) => {
    const isSent = person.sync.get().pending.some(({ itemId, isSending }) => itemId === part && isSending);
    if (request.url.endsWith("/restore")) sentWithIt.push(isSent);
    return fate(request);
  };
  person.choose(true);
  await person.isDone();
  expect(sentWithIt).toEqual([false]);
  expect(there(part).parent_id).toBe(parent);
  expect(there(parent)).toMatchObject({ title: "Journey", deleted_at: null });
  expect(person.page.refusals).toEqual([]);
});
