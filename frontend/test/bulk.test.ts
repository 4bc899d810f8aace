/** Thousands of tasks: few requests, few at once, and nothing done twice. */

import { expect, test, vi } from "vitest";
import { newId } from "../lib/api/ids";
import { Store } from "../lib/sync/store";
import { TestBrowser, until } from "./support/browser";
import { ModelApi } from "./support/model-api";
import { milk, start, writes } from "./support/start";

function modelWith(tasks: number): ModelApi {
  const api = new ModelApi();
  for (let number = 1; number <= tasks; number++) api.create(newId(), { title: `Task ${number}` });
  return api;
}

test("a thousand edits go in ten requests, four at once at most; they are drawn once, and the many answers a few at a time", async () => {
  const { api, browser, person } = await start({ api: modelWith(2000) });
  let open = 0;
  let most = 0;
  browser.after = async ({ method }) => {
    if (method === "GET") return;
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setTimeout(resolve, 5));
    open -= 1;
  };
  let views = 0;
  let before = person.sync.get().shown?.task;
  person.sync.subscribe(() =>
    queueMicrotask(() => {
      const tasks = person.sync.get().shown?.task;
      if (tasks !== before) views += 1;
      before = tasks;
    }),
  );
  const began = performance.now();
  for (const task of person.sync.get().shown?.task?.slice(0, 1000) ?? []) person.edit(task.id, { completed: true });
  await person.isDone();
  const quarters = Math.ceil((performance.now() - began) / 250);
  expect(api.alive.filter(({ completed }) => completed)).toHaveLength(1000);
  expect(writes(api)).toEqual(Array(10).fill("POST /batch"));
  expect(most).toBe(4);
  // Once for what was done, each quarter of a second, and once for each of the last two answers.
  expect(views).toBeLessThanOrEqual(1 + quarters + 2);
});

test("what is done while a thousand edits are on their way is drawn at once", async () => {
  const { browser, person } = await start({ api: modelWith(1100) });
  const [last, ...tasks] = person.sync.get().shown?.task ?? [];
  let answers = 0;
  browser.after = ({ method }) => (method === "GET" || answers++ < 2 ? undefined : new Promise(() => {}));
  for (const task of tasks.slice(0, 1000)) person.edit(task.id, { completed: true });
  await until(() => person.sync.state.outbox.pending.length === 800);
  let isDrawn = false;
  person.sync.subscribe(() => {
    isDrawn = true;
  });
  if (last) person.edit(last.id, { title: "Now" });
  await Promise.resolve();
  expect(isDrawn).toBe(true);
  expect(person.sync.get().shown?.task?.[0]?.title).toBe("Now");
});

test("of a batch that is refused for one, all others arrive", async () => {
  const { api, person } = await start({ api: modelWith(100) });
  const tasks = person.sync.get().shown?.task ?? [];
  const [first, second] = tasks;
  if (first) api.change(first.id, { title: "Theirs" });
  if (second) api.delete(second.id);
  for (const task of tasks) person.edit(task.id, { title: `Mine ${task.title}` }, task);
  await until(() => person.sync.get().conflicts.length === 2 && person.sync.get().pending.length === 2);
  expect(api.alive.filter(({ title }) => title.startsWith("Mine"))).toHaveLength(98);
});

test("many edits that did not arrive go together again", async () => {
  const { api, person, net } = await start({ api: modelWith(300) });
  const all = person.sync.get().shown?.task ?? [];
  net.isDown = true;
  for (const { id } of all) person.edit(id, { completed: true });
  await person.hasFailed();
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect(writes(api)).toEqual(["POST /batch", "POST /batch", "POST /batch"]);
  expect(api.alive.every(({ completed }) => completed)).toBe(true);
});

test("many deletions go in one request, also those that bring them back; one that was changed elsewhere is asked about", async () => {
  const { api, person } = await start({ api: modelWith(90) });
  const tasks = [...(person.sync.get().shown?.task ?? [])];
  for (const task of tasks) person.remove(task.id);
  await person.isDone();
  expect(api.trash).toHaveLength(90);
  for (const task of tasks) person.restore(task);
  await person.isDone();
  expect(api.alive).toHaveLength(90);
  expect(writes(api)).toEqual(["POST /batch", "POST /batch"]);
  await until(() => person.sync.get().shown?.task.every(({ version }) => version === 3) ?? false);
  const [first] = tasks;
  if (first) api.change(first.id, { title: "Theirs" });
  for (const task of tasks) person.remove(task.id, { ...task, version: 3 });
  await person.isAsked();
  await until(() => person.sync.get().pending.length === 1);
  expect(api.alive.map(({ title }) => title)).toEqual(["Theirs"]);
});

test("a trash of ten thousand is emptied in a hundred requests, and what was restored elsewhere is spared", async () => {
  const api = modelWith(10_000);
  for (const { id } of api.alive) api.delete(id);
  const trash = api.trash;
  const { person, net } = await start({ api });
  net.isDown = true;
  const [spared] = trash;
  if (spared) api.restore(spared.id);
  person.sync.addAll(
    "task",
    trash.map((seen) => [seen.id, { kind: "erase", seen }]),
  );
  await until(() => person.sync.get().isDurable);
  net.isDown = false;
  person.sync.retry();
  await person.isDone();
  expect(api.tasks.size).toBe(1);
  expect(person.page.refusals).toMatchObject([{ itemId: spared?.id, detail: "No longer in the trash: Task 1" }]);
  expect(writes(api).length).toBeLessThan(120);
});

test("what there is no room for costs few requests, and as few when there is some again", async () => {
  const { api, person } = await start({ api: modelWith(10) });
  const [first] = person.sync.get().shown?.task ?? [];
  const isHeld = (count: number) => person.sync.get().pending.filter(({ verdict }) => verdict).length === count;
  api.room = 47;
  for (let number = 0; number < 300; number++) person.create({ title: `New ${number}` });
  await until(() => isHeld(63));
  expect(api.alive).toHaveLength(47);
  expect(api.alive[0]?.title).toBe("New 36");
  expect(writes(api).length).toBeLessThan(20);
  api.requests.length = 0;
  if (first) person.remove(first.id);
  await until(() => api.alive[0]?.title === "New 37" && isHeld(99));
  expect(writes(api).length).toBeLessThan(20);
  api.room = 1000;
  person.sync.retry();
  await person.isDone();
  expect(api.alive).toHaveLength(309);
});

test("many new tasks keep the order in which they were written", async () => {
  const { api, person, net } = await start();
  net.isDown = true;
  const titles = Array.from({ length: 250 }, (_, number) => `Task ${number}`);
  for (const title of titles) person.create({ title });
  net.isDown = false;
  await person.isDone();
  expect(api.alive.map(({ title }) => title)).toEqual(titles.toReversed());
  expect(person.sync.get().shown?.task?.map(({ title }) => title)).toEqual(titles.toReversed());
});

test("new tasks are kept before they are sent, each by one write, and what follows them by two", async () => {
  const { person } = await start({ api: modelWith(10) });
  const put = vi.spyOn(IDBObjectStore.prototype, "put");
  const ids = Array.from({ length: 300 }, (_, number) => person.create({ title: `New ${number}` }));
  await person.isDone();
  const keptCommands = () => put.mock.contexts.filter((store) => (store as IDBObjectStore).name === "commands").length;
  expect(keptCommands()).toBe(300);
  for (const id of ids) person.edit(id, { completed: true });
  await person.isDone();
  // The version that an edit is sent upon must be known to whoever finds it.
  expect(keptCommands()).toBe(900);
  put.mockRestore();
});

/** A page that has sent the first hundred of three hundred new tasks when it ends, and has not heard of them. */
async function startWithUnheard() {
  const { api, browser, person, open } = await start();
  browser.fate = ({ method }) => (method === "GET" ? "arrives" : "is not answered");
  const titles = Array.from({ length: 300 }, (_, number) => `New ${number}`);
  for (const title of titles) person.create({ title });
  await until(() => api.alive.length === 100);
  person.page.close();
  api.requests.length = 0;
  const isDone = async ({ isDone }: typeof person) => {
    await isDone();
    expect(api.alive.map(({ title }) => title)).toEqual(titles.toReversed());
  };
  return { api, browser, open, isDone };
}

test("new tasks whose page ended before it heard of them are sent together again, and exist once", async () => {
  const { api, browser, open, isDone } = await startWithUnheard();
  browser.fate = () => "arrives";
  await isDone(await open());
  // Two requests for those that never arrived; those that did are looked for among themselves at worst.
  expect(writes(api).length).toBeLessThan(250);
});

test("new tasks that the feed has told already are not sent again", async () => {
  const { api, browser, open, isDone } = await startWithUnheard();
  browser.fate = ({ method }) => (method === "GET" ? "arrives" : "is not sent");
  const next = await open();
  browser.fate = () => "arrives";
  next.sync.retry();
  await isDone(next);
  expect(writes(api)).toEqual(["POST /batch", "POST /batch"]);
});

test("a thousand new tasks are looked for in the store together, and are taken out of it together", async () => {
  const { person } = await start({ api: modelWith(2000) });
  const asked = [
    vi.spyOn(IDBObjectStore.prototype, "get"),
    vi.spyOn(IDBIndex.prototype, "get"),
    vi.spyOn(IDBObjectStore.prototype, "delete"),
  ];
  for (let number = 1; number <= 1000; number++) person.create({ ...milk, title: `New ${number}` });
  await person.isDone();
  const times = asked.map(({ mock }) => mock.calls.length);
  for (const spy of asked) spy.mockRestore();
  expect(times.every((number) => number < 100)).toBe(true);
});

test("everything is loaded in pages, one at a time, and goes on where it was interrupted", async () => {
  const api = modelWith(95);
  api.page = 10;
  let answers = 0;
  let open = 0;
  let most = 0;
  const browser = new TestBrowser(api, newId(), ({ url }) => {
    if (answers++ >= 5) return "is not sent";
    if (url.includes("changes")) most = Math.max(most, ++open);
    return "arrives";
  });
  browser.after = async ({ url }) => {
    if (url.includes("changes")) open -= 1;
  };
  const first = browser.open();
  await until(() => answers > 6);
  const kept = await Store.open(browser.userId);
  const { loadedTo } = first.sync.state.replica.position ?? {};
  await vi.waitFor(async () => expect((await kept.position())?.loadedTo).toBe(loadedTo));
  first.close();
  const pages = () => api.requests.filter((request) => request === "GET /changes").length;
  expect(pages()).toBe(5);
  open = 0;
  browser.fate = () => "arrives";
  api.create(newId(), { ...milk, title: "Meanwhile" });
  const page = browser.open();
  await until(() => page.sync.state.replica.isComplete && page.sync.get().shown?.task?.length === 96);
  expect(pages()).toBeLessThanOrEqual(11);
  expect(most).toBe(1);
});

test("a line that is too slow for a thousand tasks at once gets fewer, and more again once it is quick", async () => {
  const limits: number[] = [];
  let most = 100;
  const browser = new TestBrowser(modelWith(3000), newId(), ({ url }) => {
    const limit = Number(new URL(url).searchParams.get("limit"));
    if (!limit) return "arrives";
    limits.push(limit);
    if (limit > most) return "is not answered";
    most = 1000;
    return "arrives";
  });
  const page = browser.open();
  await until(() => page.sync.get().shown?.task?.length === 3000);
  expect(limits).toEqual([1000, 500, 250, 125, 63, 126, 252, 504, 1000, 1000, 1000]);
});

test("when the log does not reach back, all is loaded once more, and what is shown stays until then", async () => {
  const { api, person } = await start({ api: modelWith(30) });
  api.page = 10;
  const lost = api.alive[0];
  if (lost) api.tasks.delete(lost.id);
  api.logStart = 31;
  api.log.push({ seq: 31, id: "", after: null, of: "task" });
  const shown: (number | undefined)[] = [];
  person.sync.subscribe(() => shown.push(person.sync.get().shown?.task?.length));
  api.create(newId(), { title: "New" });
  await until(() => person.sync.get().shown?.task?.some(({ title }) => title === "New") ?? false);
  await until(() => person.sync.get().shown?.task?.length === 30);
  expect(Math.min(...shown.map((count) => count ?? 0))).toBeGreaterThanOrEqual(29);
  expect(api.requests.filter((request) => request === "GET /changes").length).toBeLessThanOrEqual(5);
});
