/** What stays in the browser: from the app's first version on, when it cannot be kept, and when several pages write it. */

import "fake-indexeddb/auto";
import { readFileSync } from "node:fs";
import { type IDBPDatabase, openDB } from "idb";
import { describe, expect, test, vi } from "vitest";
import { newId } from "../lib/api/ids";
import type { Task } from "../lib/domain/task";
import { VERSION } from "../lib/sync/database";
import { Store } from "../lib/sync/store";
import type { Message } from "../lib/sync/tabs";
import { type Fate, TestBrowser, type TestPage, until } from "./support/browser";
import { ModelApi } from "./support/model-api";
import { holdStore, milk, start, startUnkept, startWithTask, writes } from "./support/start";

type Dump = {
  version: number;
  stores: Record<string, { keyPath: string | string[] | null; keys: IDBValidKey[]; values: unknown[] }>;
};
type Create1 = { change: { key: string; fields: object } };

/** Made by the app's version 1: four tasks, and eight changes that the API has not got. */
const dump: Dump = JSON.parse(readFileSync(new URL("fixtures/store-1.json", import.meta.url), "utf-8"));

async function layDown(userId: string): Promise<IDBPDatabase<unknown>> {
  const database = await openDB(`todo-${userId}`, dump.version, {
    upgrade(made) {
      for (const [name, { keyPath }] of Object.entries(dump.stores))
        made.createObjectStore(name, keyPath === null ? {} : { keyPath });
    },
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  for (const [name, { keyPath, keys, values }] of Object.entries(dump.stores))
    for (const [place, value] of values.entries())
      await database.put(name, value, keyPath === null ? keys[place] : undefined);
  return database;
}

function modelOfThen(): ModelApi {
  const api = new ModelApi();
  const tasks = (dump.stores.tasks?.values ?? []) as { id: string; title: string }[];
  for (const { id, title } of tasks) api.create(id, { title });
  return api;
}

test("what version 1 has left unsent is shown and sent, once, and never over what was written elsewhere", async () => {
  const api = modelOfThen();
  // The first create has arrived, and its answer was lost.
  const [sent] = (dump.stores.changes?.values ?? []) as Create1[];
  const headers = { "Idempotency-Key": sent?.change.key ?? "" };
  const body = JSON.stringify(sent?.change.fields);
  await api.handle(new Request("http://api.invalid/api/tasks", { method: "POST", headers, body }));
  const browser = new TestBrowser(api, newId(), () => "is not sent");
  await layDown(browser.userId);

  const page = browser.open();
  await until(() => page.sync.get().pending.length > 0);
  const titles = () => page.sync.get().shown?.task?.map(({ title, completed }) => [title, completed]);
  const shown = [
    ["Never sent", true],
    ["Sent, and never answered", false],
    ["Untouched", false],
    ["Old plan", false],
    ["Buy oat milk", true],
  ];
  expect(titles()).toEqual(shown);
  browser.fate = () => "arrives";
  page.connection.retryNow();
  await until(
    () => page.sync.get().pending.length === 0 && page.sync.state.replica.isComplete,
    () => JSON.stringify([page.sync.get(), page.sync.state.replica.position, api.requests], null, 1),
  );
  expect(api.alive.map(({ title, completed }) => [title, completed]).sort()).toEqual([...shown].sort());
  expect(api.trash.map(({ title }) => title)).toEqual(["Call mum"]);
  expect(page.sync.get().shown?.task).toHaveLength(5);
});

test("a page of version 1 that is still open makes way, and what it sends again is not done twice", async () => {
  const api = modelOfThen();
  const browser = new TestBrowser(api);
  const old = await layDown(browser.userId);
  const page = browser.open();
  await until(() => page.sync.get().pending.length === 0 && page.sync.get().shown?.task !== undefined);
  expect(() => old.transaction("tasks")).toThrow();
  const create = ((dump.stores.changes?.values ?? []) as Create1[])[1]?.change;
  const headers = { "Idempotency-Key": create?.key ?? "" };
  const request = { method: "POST", headers, body: JSON.stringify(create?.fields) };
  await api.handle(new Request("http://api.invalid/api/tasks", request));
  expect(api.alive.filter(({ title }) => title === "Never sent")).toHaveLength(1);
});

/** What the app's version 2 has left: one task, and commands about it and about others that the API has not got. */
async function layDownVersion2(userId: string, task: Task): Promise<void> {
  const database = await openDB(`todo-${userId}`, 2, {
    upgrade(made) {
      made.createObjectStore("tasks", { keyPath: "id" });
      made.createObjectStore("state");
      made.createObjectStore("commands", { keyPath: "order", autoIncrement: true }).createIndex("id", "id");
    },
  });
  await database.put("tasks", task);
  await database.put("state", { token: "1", loadedTo: null }, "state");
  await database.put("state", Object.keys(milk).sort().join(), "shape");
  const { id } = task;
  const at = "2026-11-27T08:00:00Z";
  const commands = [
    { taskId: id, change: { kind: "edit", fields: { title: "Buy oat milk" }, seen: task } },
    { taskId: newId(), change: { kind: "create", fields: { ...milk, title: "Never sent" }, at } },
    // Otherwise it would be taken back unsent.
    { taskId: id, change: { kind: "delete", seen: { ...task, title: "Buy oat milk" } }, wasTried: true },
    { taskId: id, change: { kind: "restore", task: { ...task, title: "Buy oat milk" } }, wasTried: true },
  ];
  for (const one of commands)
    await database.add("commands", {
      id: newId(),
      page: newId(),
      wasTried: false,
      sentVersion: null,
      verdict: null,
      ...one,
    });
  database.close();
}

test("what version 2 has left unsent is shown and sent, in its order, and what lists there are is asked for", async () => {
  const api = new ModelApi();
  const task = api.create(newId(), milk);
  const browser = new TestBrowser(api, newId(), () => "is not sent");
  await layDownVersion2(browser.userId, task);
  const page = browser.open();
  await until(() => page.sync.get().pending.length === 4);
  expect(page.sync.get().pending.map(({ entity, change }) => [entity, change.kind])).toEqual([
    ["task", "edit"],
    ["task", "create"],
    ["task", "delete"],
    ["task", "restore"],
  ]);
  expect(page.sync.get().shown?.task.map(({ title }) => title)).toEqual(["Never sent", "Buy oat milk"]);
  browser.fate = () => "arrives";
  page.connection.retryNow();
  await until(() => page.sync.get().pending.length === 0);
  expect(api.alive.map(({ title }) => title)).toEqual(["Never sent", "Buy oat milk"]);
  expect(api.statesOf(task.id).map((state) => [state?.title, state?.deleted_at !== null])).toEqual([
    ["Buy milk", false],
    ["Buy oat milk", false],
    ["Buy oat milk", true],
    ["Buy oat milk", false],
  ]);
  await until(() => api.requests.includes("GET /changes"));
});

test("what an earlier version has left becomes what a new browser begins with", async () => {
  const shapeOf = async (userId: string) => {
    const store = await Store.open(userId);
    store.close();
    const database = await openDB(`todo-${userId}`);
    const stores = [...database.objectStoreNames].map((name) => {
      const { store } = database.transaction(name);
      const { keyPath, autoIncrement } = store;
      const indexes = [...store.indexNames].map((index) => [index, store.index(index).keyPath]);
      return { name, keyPath, autoIncrement, indexes };
    });
    database.close();
    return { version: database.version, stores };
  };
  const [one, two, none] = [newId(), newId(), newId()];
  (await layDown(one)).close();
  await layDownVersion2(two, { ...new ModelApi().create(newId(), milk) });
  const made = await shapeOf(none);
  expect(made.stores.map(({ name }) => name)).toEqual(["commands", "rows", "state"]);
  expect(await shapeOf(one)).toEqual(made);
  expect(await shapeOf(two)).toEqual(made);
});

test("a new task that may have been sent is not taken for unsent by the next page, whatever is done to it there", async () => {
  const { api, browser, person, open } = await start();
  browser.fate = ({ method }) => (method === "GET" ? "arrives" : "is not answered");
  const id = person.create();
  await until(() => api.alive.length === 1);
  person.page.close();
  browser.fate = ({ method }) => (method === "GET" ? "arrives" : "is not sent");
  const next = await open();
  next.remove(id);
  browser.fate = () => "arrives";
  next.sync.retry();
  await next.isDone();
  expect(api.alive).toEqual([]);
});

test("rows from before a field existed make no edits, and are asked for anew", async () => {
  const { api, browser, person, id } = await startWithTask();
  await until(() => person.sync.get().isDurable);
  const database = await openDB(`todo-${browser.userId}`, VERSION);
  const row = await vi.waitFor(
    async () => (await database.get("rows", ["task", id])) ?? Promise.reject(new Error("Not kept yet")),
  );
  person.page.close();
  const { priority: _, ...older } = row.item;
  await database.put("rows", { entity: "task", item: older });
  await database.put("state", "task:completed,description,due_date,tags,title", "shape");
  database.close();
  api.change(id, { priority: 3 });
  const page = browser.open();
  await until(() => page.sync.get().shown?.task !== undefined);
  expect(page.sync.get().shown?.task).toMatchObject([{ title: "Buy milk" }]);
  await until(() => page.sync.get().shown?.task?.[0]?.priority === 3);
  expect(page.sync.get().pending).toEqual([]);
});

test("tasks from before there were reminders are shown without any", async () => {
  const { browser, person, net, id } = await startWithTask();
  await until(() => person.sync.get().isDurable);
  const database = await openDB(`todo-${browser.userId}`, VERSION);
  const row = await vi.waitFor(
    async () => (await database.get("rows", ["task", id])) ?? Promise.reject(new Error("Not kept yet")),
  );
  person.page.close();
  const { remind_before: _, ...older } = row.item;
  await database.put("rows", { entity: "task", item: older });
  database.close();
  net.isDown = true;
  const page = browser.open();
  await until(() => page.sync.get().shown?.task !== undefined);
  expect(page.sync.get().shown?.task).toMatchObject([{ title: "Buy milk", remind_before: null }]);
});

test("a page of an older app than the store's keeps nothing, and says so", async () => {
  const api = new ModelApi();
  const browser = new TestBrowser(api);
  (await openDB(`todo-${browser.userId}`, VERSION + 1)).close();
  const page = browser.open();
  await until(() => page.sync.get().shown?.task !== undefined && !page.sync.get().isDurable);
  page.sync.add("task", newId(), { kind: "create", fields: milk, at: new Date().toISOString() });
  await until(() => api.alive.length === 1);
});

test("a write that the browser refuses is tried again until it is kept, and meanwhile that is said", async () => {
  const { browser, person, net } = await start();
  net.isDown = true;
  const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new DOMException("No room", "QuotaExceededError");
  });
  person.create();
  await until(() => !person.sync.get().isDurable && person.sync.get().pending.some(({ hasFailed }) => hasFailed));
  put.mockRestore();
  await until(() => person.sync.get().isDurable);
  person.page.close();
  const next = browser.open();
  await until(() => next.sync.get().pending.length === 1);
});

test("what a page cannot keep itself is kept by the page that leads, and sent once", async () => {
  const { api, browser, person, net, open } = await start();
  const other = await open();
  await until(() => other.sync.get().isDurable);
  await Promise.all([person, other].map((one) => one.sync.state.store?.settled()));
  const transaction = IDBDatabase.prototype.transaction;
  let full: IDBDatabase | undefined;
  const spy = vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementation(function (this: IDBDatabase, ...of) {
    full ??= this;
    if (this === full) throw new DOMException("No room", "QuotaExceededError");
    return transaction.apply(this, of);
  });
  const first = other.create();
  await other.isDone();
  net.isDown = true;
  const second = other.create();
  await until(() => other.sync.get().pending.some(({ hasFailed }) => hasFailed) && other.sync.get().isDurable);
  expect(person.sync.get().isDurable).toBe(true);
  net.isDown = false;
  other.page.connection.retryNow();
  person.page.connection.retryNow();
  await Promise.all([person.isDone(), other.isDone()]);
  expect(writes(api)).toEqual([`PUT /${first}`, `PUT /${second}`]);
  spy.mockRestore();
  await Promise.all([person, other].map((one) => one.sync.state.store?.settled()));
  expect((await (await Store.open(browser.userId)).read()).commands).toEqual([]);
});

test("what a page cannot keep, and tells again because it hears late that it has arrived, is not sent again", async () => {
  const { api, browser, person, open } = await start();
  const other = await open();
  await until(() => other.sync.get().isDurable);
  await Promise.all([person, other].map((one) => one.sync.state.store?.settled()));
  const line = browser.channel(`todo-pages-${VERSION}-${browser.userId}`);
  const told = new Promise<Message & { kind: "added" }>((resolve) => {
    line.onmessage = ({ data }: MessageEvent<Message>) => data.kind === "added" && resolve(data);
  });
  const keep = vi.spyOn(other.sync.state.store as Store, "keep").mockImplementation(() => {});
  const id = other.create();
  other.sync.state.store?.onDurable(false);
  await other.isDone();
  keep.mockRestore();
  const news = new Promise<readonly string[]>((resolve) => {
    line.onmessage = ({ data }: MessageEvent<Message>) =>
      data.kind === "news" && data.dropped.length > 0 && resolve(data.dropped);
  });
  line.postMessage(await told);
  expect(await news).toEqual((await told).commands.map((one) => one.id));
  await person.isDone();
  expect(writes(api)).toEqual([`PUT /${id}`]);
});

test("what neither a page nor the leader could keep is sent by the next leader, which had heard of it before", async () => {
  const { api, person, net, next, other, id } = await startUnkept();
  person.page.close();
  await until(() => next.sync.get().pending.length === 1 && other.sync.get().pending.length === 1);
  net.isDown = false;
  for (const one of [next, other]) one.page.connection.retryNow();
  await until(() => writes(api).length > 0);
  await Promise.all([next, other].map((one) => one.isDone()));
  expect(writes(api)).toEqual([`PUT /${id}`]);
});

test("a store that opens late still shows and sends what is in it", async () => {
  const { api, browser, person, net } = await start();
  net.isDown = true;
  person.create();
  await until(() => person.sync.get().isDurable);
  person.page.close();
  net.isDown = false;
  const open = Store.open.bind(Store);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const slow = vi.spyOn(Store, "open").mockImplementationOnce(async (userId) => {
    await held;
    return open(userId);
  });
  const page = browser.open();
  await until(() => page.sync.get().shown?.task !== undefined);
  page.sync.add("task", newId(), {
    kind: "create",
    fields: { ...milk, title: "Meanwhile" },
    at: new Date().toISOString(),
  });
  letGo();
  await until(() => api.alive.length === 2 && page.sync.get().pending.length === 0);
  slow.mockRestore();
});

const keptFor = async (userId: string) => {
  const store = await Store.open(userId);
  const { items, commands } = await store.read();
  store.close();
  return { titles: items.task?.map((task) => (task as Task).title).toSorted(), commands };
};

test("while the browser's database does not answer, what is done is sent, once, and is said not to be kept", async () => {
  const { api, browser, person, net, open, id } = await startWithTask();
  const other = await open();
  net.isDown = true;
  person.edit(id, { title: "Kept before" });
  await until(() => person.sync.get().isDurable);
  const letGo = await holdStore(browser.userId);
  person.edit(id, { description: "Not kept" });
  const created = other.create({ title: "Not kept, either" });
  await until(() => [person, other].every((one) => !one.sync.get().keeps));
  net.isDown = false;
  person.page.connection.retryNow();
  await Promise.all([person.isDone(), other.isDone()]);
  await letGo();
  await until(() => [person, other].every((one) => one.sync.get().keeps));
  await Promise.all([person, other].map((one) => one.sync.state.store?.settled()));
  expect(await keptFor(browser.userId)).toEqual({ titles: ["Kept before", "Not kept, either"], commands: [] });
  const [, ...since] = writes(api);
  expect(since.toSorted()).toEqual([`PATCH /${id}`, `PATCH /${id}`, `PUT /${created}`].toSorted());
});

test("a page that begins to lead while the database does not answer sends and hears, and keeps all of it later", async () => {
  const { api, browser, person, open, id } = await startWithTask();
  const other = await open();
  await Promise.all([person, other].map((one) => one.sync.state.store?.settled()));
  const letGo = await holdStore(browser.userId);
  person.page.close();
  const created = other.create({ title: "From here" });
  const elsewhere = api.create(newId(), { title: "From elsewhere" });
  await until(() => api.tasks.has(created) && other.shown(elsewhere.id) !== undefined);
  api.delete(id);
  await until(() => other.shown(id) === undefined);
  await letGo();
  await vi.waitFor(async () =>
    expect(await keptFor(browser.userId)).toEqual({ titles: ["From elsewhere", "From here"], commands: [] }),
  );
  await until(() => other.sync.get().keeps);
  expect(writes(api).filter((request) => request.endsWith(created))).toEqual([`PUT /${created}`]);
});

test("an older row never replaces a newer one, nor comes back when its task is gone", async () => {
  const { api, browser, person, id } = await startWithTask();
  const v1 = api.tasks.get(id);
  const stale = await Store.open(browser.userId);
  await until(() => person.sync.get().isDurable);
  const { position } = await stale.read();
  stale.beginAt(position);
  person.edit(id, { title: "Buy oat milk" });
  await person.isDone();
  await until(() => person.sync.state.replica.position?.token === "2");
  await until(() => person.sync.get().isDurable);
  if (v1) stale.keepRows([{ entity: "task", put: [v1], gone: [] }], { token: "1", loadedTo: null });
  await stale.settled();
  expect((await stale.read()).items.task).toMatchObject([{ title: "Buy oat milk", version: 2 }]);
  person.remove(id);
  await person.isDone();
  await until(() => person.sync.state.replica.position?.token === "3");
  if (v1) stale.keepRows([{ entity: "task", put: [v1], gone: [] }], { token: "1", loadedTo: null });
  await stale.settled();
  await until(() => person.sync.get().isDurable);
  await vi.waitFor(async () => expect((await stale.read()).items.task).toEqual([]));
});

describe("after an older backup was restored, what is shown is what that has", () => {
  const ids = Array.from({ length: 6 }, () => newId());

  /** Six tasks and a list, all of which are newer here than in the backup. */
  async function startWithBackup() {
    const api = new ModelApi();
    api.page = 2;
    const browser = new TestBrowser(api);
    for (const id of ids) api.create(id, { title: "Old" });
    const list = api.lists.create(newId(), { name: "Old" });
    const backup = { tasks: [...api.tasks], list };
    const page = browser.open();
    for (const title of ["New", "Newer"]) for (const id of ids) api.change(id, { title });
    for (const name of ["New", "Newer"]) api.lists.change(list.id, { name });
    const isShown = (at: TestPage, title: string) => {
      const { task = [], list = [] } = at.sync.get().shown ?? {};
      return (
        task.length > 5 &&
        [...task.map((one) => one.title), ...list.map(({ name }) => name)].every((one) => one === title)
      );
    };
    const shows = (at: TestPage, title: string) =>
      until(
        () => at.sync.state.replica.isComplete && isShown(at, title),
        () => JSON.stringify(at.sync.get().shown),
      );
    await shows(page, "Newer");
    await page.sync.state.store?.settled();

    const restore = () => {
      for (const [id, task] of backup.tasks) api.tasks.set(id, task);
      api.lists.all.set(list.id, backup.list);
      api.logStart = api.log.length + 1;
      api.create(newId(), { title: "Old" });
    };
    /** The first load stops after its second page. */
    const restoreInPart = async () => {
      let arrived = 0;
      let stopped = 0;
      browser.fate = ({ url }) => {
        if (!url.includes("/changes") || ++arrived <= 2) return "arrives";
        stopped += 1;
        return "is not sent";
      };
      restore();
      await until(() => stopped > 0);
    };
    const letGo = () => {
      browser.fate = () => "arrives";
    };
    /** Every task can still be changed. */
    const canBeEdited = async (at: TestPage) => {
      for (const id of ids) {
        const seen = at.sync.state.outbox.shown("task", id);
        if (seen) at.sync.add("task", id, { kind: "edit", fields: { title: "Mine" }, seen });
      }
      await until(() => ids.every((id) => api.tasks.get(id)?.title === "Mine"));
    };
    return { browser, page, shows, restore, restoreInPart, letGo, canBeEdited };
  }

  test("though the page is reloaded while it is told", async () => {
    const { browser, page, shows, restoreInPart, letGo, canBeEdited } = await startWithBackup();
    await restoreInPart();
    await page.sync.state.store?.settled();
    page.close();
    letGo();
    const next = browser.open();
    await shows(next, "Old");
    await canBeEdited(next);
  });

  test("though the page that is told closes, and another one goes on", async () => {
    const { browser, page, shows, restoreInPart, letGo, canBeEdited } = await startWithBackup();
    const other = browser.open();
    await shows(other, "Newer");
    await restoreInPart();
    const { token } = page.sync.state.replica.position ?? {};
    await until(() => other.sync.state.replica.position?.token === token);
    page.close();
    letGo();
    await shows(other, "Old");
    await canBeEdited(other);
  });

  test("though nothing could be kept while it was told", async () => {
    const { browser, page, shows, restore, canBeEdited } = await startWithBackup();
    const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("No room", "QuotaExceededError");
    });
    restore();
    await shows(page, "Old");
    // Nothing of it is being written any more: all of it goes in one piece.
    await page.sync.state.store?.settled();
    put.mockRestore();
    await page.sync.state.store?.settled();
    page.close();
    const next = browser.open();
    await shows(next, "Old");
    await canBeEdited(next);
  });
});

test("changes keep the order in which they were made, though the clock is set back", async () => {
  const { api, browser, person, net, id } = await startWithTask();
  net.isDown = true;
  person.edit(id, { title: "First" });
  await until(() => person.sync.get().isDurable);
  person.page.close();
  const clock = vi.spyOn(Date, "now").mockReturnValue(0);
  const next = browser.open();
  await until(() => next.sync.get().pending.length === 1);
  const seen = next.sync.state.outbox.shown("task", id);
  if (seen) next.sync.add("task", id, { kind: "edit", fields: { title: "Second" }, seen });
  clock.mockRestore();
  net.isDown = false;
  next.connection.retryNow();
  await until(() => next.sync.get().pending.length === 0 && api.tasks.get(id)?.title === "Second");
  expect(api.statesOf(id).map((state) => state?.title)).toEqual(["Buy milk", "First", "Second"]);
});

test("two pages show each other's changes, and send them once", async () => {
  const { api, person, net, open, id } = await startWithTask();
  const other = await open();
  net.isDown = true;
  person.edit(id, { title: "Buy oat milk" });
  await until(() => other.shown(id)?.title === "Buy oat milk");
  other.edit(id, { title: "Buy soy milk" });
  await until(() => person.shown(id)?.title === "Buy soy milk");
  net.isDown = false;
  await Promise.all([person.isDone(), other.isDone()]);
  expect(api.alive).toMatchObject([{ title: "Buy soy milk" }]);
  expect(writes(api)).toEqual([`PUT /${id}`, `PATCH /${id}`, `PATCH /${id}`]);
});

test("a pause that the API asks for is kept with a second page too, unless the person does not want to wait", async () => {
  const { api, browser, person, open } = await start();
  const other = await open();
  const tries = vi.fn(() => Response.json({ detail: "Too many" }, { status: 429, headers: { "Retry-After": "60" } }));
  browser.fate = ({ method }) => (method === "GET" ? "arrives" : tries());
  person.create();
  await until(() => other.page.connection.isWaiting());
  other.create();
  await until(() => person.sync.get().pending.length === 2);
  await person.sync.state.store?.settled();
  expect(tries).toHaveBeenCalledTimes(1);
  other.page.connection.retryNow();
  await until(() => tries.mock.calls.length > 1);
  browser.fate = () => "arrives";
  other.sync.retry();
  await other.isDone();
  expect(api.alive).toHaveLength(2);
});

test("one page of a browser reads the feed, however many there are", async () => {
  const { api, open } = await start();
  await open();
  await open();
  expect(api.requests.filter((request) => request.endsWith("/api/events"))).toHaveLength(1);
});

test("when the page that leads falls asleep, another one sends what is done, and hears what others do", async () => {
  const { api, person, open } = await start();
  const other = await open();
  person.page.isAsleep = true;
  const id = other.create();
  await until(() => api.tasks.has(id), undefined, 5_000);
  await other.isDone();
  const third = await open();
  const last = other.create();
  await until(() => third.shown(last) !== undefined);
  other.page.isAsleep = true;
  const elsewhere = api.create(newId(), { title: "From elsewhere" });
  await until(() => third.shown(elsewhere.id) !== undefined, undefined, 10_000);
});

test("a page that leads and has nothing to tell keeps the lead", async () => {
  const { api, browser, person, open } = await start();
  const other = await open();
  let letGo = (_: Fate) => {};
  const held = new Promise<Fate>((resolve) => {
    letGo = resolve;
  });
  browser.fate = () => held;
  const ids = [other.create(), other.create()];
  await until(() => person.sync.get().pending.some(({ isSending }) => isSending));
  ids.push(other.create());
  // Longer than anybody waits for an answer.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(browser.locks.stolen).toBe(0);
  letGo("arrives");
  await Promise.all([person.isDone(), other.isDone()]);
  expect(api.alive.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
});

test("without locks each page sends its own", async () => {
  const { api, person, browser } = await start({ isAlone: true });
  const other = browser.open({ isAlone: true });
  await until(() => other.sync.get().shown?.task !== undefined);
  person.create();
  await person.isDone();
  await until(() => other.sync.get().shown?.task?.length === 1);
  expect(api.alive).toHaveLength(1);
});
