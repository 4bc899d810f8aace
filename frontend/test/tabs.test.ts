/** Several pages of one browser: what one of them has written is sent once, whichever of them leads, sleeps or closes. */

import "fake-indexeddb/auto";
import { expect, test, vi } from "vitest";
import { newId } from "../lib/api/ids";
import { Store } from "../lib/sync/store";
import { type Fate, until } from "./support/browser";
import { holdStore, milk, start, startUnkept, startWithTask, writes } from "./support/start";

const never = () => new Promise<Fate>(() => {});

test("what a page was sending alone when its store came is sent by the page that leads", async () => {
  const { api, browser } = await start();
  const open = Store.open.bind(Store);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  vi.spyOn(Store, "open").mockImplementationOnce(async (userId) => {
    await held;
    return open(userId);
  });
  const page = browser.open();
  await until(() => page.sync.get().shown?.task !== undefined);
  browser.fate = never;
  const id = newId();
  page.sync.add("task", id, { kind: "create", fields: milk, at: new Date().toISOString() });
  await until(() => page.sync.get().pending.some(({ isSending }) => isSending));
  browser.fate = () => "arrives";
  letGo();
  await until(() => page.sync.get().pending.length === 0, undefined, 5_000);
  expect(api.alive.map((task) => task.id)).toEqual([id]);
});

test("while the browser's database does not answer, all that is done is sent, also what is done later", async () => {
  const { api, browser, person, open } = await start();
  const other = await open();
  const letGo = await holdStore(browser.userId);
  person.create();
  other.create();
  await until(() => api.alive.length === 2);
  person.create();
  await until(() => api.alive.length === 3, undefined, 5_000);
  other.create();
  await until(() => api.alive.length === 4, undefined, 5_000);
  await letGo();
});

test("what a page has kept, and closes before it says so, is sent by the page that leads as soon as another one opens", async () => {
  const { api, person, open } = await start();
  const other = await open();
  await until(() => other.sync.get().isDurable);
  const { store } = other.sync.state;
  if (store) store.onKept = () => {};
  const id = other.create();
  await store?.settled();
  other.page.close();
  const next = await open();
  await until(() => api.tasks.has(id), undefined, 5_000);
  await Promise.all([person.isDone(), next.isDone()]);
  expect([person, next].map((one) => one.shown(id)?.title)).toEqual(["Buy milk", "Buy milk"]);
});

test("a page that has slept while another one took the lead tells nobody anything that is older than what they know", async () => {
  const { api, person, open, id } = await startWithTask();
  const other = await open();
  const third = await open();
  person.page.isAsleep = true;
  api.change(id, { title: "First" });
  other.create();
  await until(() => api.alive.length === 2, undefined, 5_000);
  await Promise.all([other.isDone(), third.isDone()]);
  api.change(id, { title: "Second" });
  await until(() => third.shown(id).title === "Second");
  third.edit(id, { description: "Mine" });
  await Promise.all([other.isDone(), third.isDone()]);
  person.page.isAsleep = false;
  await until(() => person.shown(id)?.description === "Mine", undefined, 5_000);
  const last = api.create(newId(), { title: "Last" });
  await until(() => [person, other, third].every((one) => one.shown(last.id) !== undefined));
  for (const one of [person, other, third])
    expect(one.shown(id)).toMatchObject({ title: "Second", description: "Mine" });
});

test("a page that has slept in the middle of sending goes on with nothing that another one has sent since", async () => {
  const { api, browser, person, open, id } = await startWithTask();
  const other = await open();
  let answer = (_: Fate) => {};
  browser.fate = ({ method }) =>
    method === "PATCH"
      ? new Promise((resolve) => {
          answer = resolve;
        })
      : "arrives";
  person.edit(id, { title: "Mine" });
  await until(() => person.sync.get().pending.some(({ isSending }) => isSending) && api.requests.length > 0);
  await new Promise((resolve) => setTimeout(resolve, 50));
  person.page.isAsleep = true;
  const first = answer;
  browser.fate = () => "arrives";
  other.create();
  await until(() => api.tasks.get(id)?.title === "Mine", undefined, 5_000);
  await other.isDone();
  api.change(id, { title: "Buy milk" });
  first(Response.json({ detail: "The task has changed" }, { status: 412 }));
  person.page.isAsleep = false;
  const last = api.create(newId(), { title: "Last" });
  await until(() => [person, other].every((one) => one.shown(last.id) !== undefined), undefined, 5_000);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(api.statesOf(id).map((state) => state?.title)).toEqual(["Buy milk", "Mine", "Buy milk"]);
});

test.each([
  ["keeps", false],
  ["is just keeping", true],
])("what a page could not keep, and %s when it hears that it has arrived, is not sent again", async (_, isLate) => {
  const { api, browser, person, open } = await start();
  const other = await open();
  await until(() => other.sync.get().isDurable);
  await Promise.all([person, other].map((one) => one.sync.state.store?.settled()));
  const store = other.sync.state.store as Store;
  const keep = vi.spyOn(store, "keep").mockImplementation(() => {});
  const first = other.create();
  const kept = other.sync.get().pending;
  store.onDurable(false);
  // It hears late that this has arrived.
  other.page.isAsleep = true;
  await until(() => api.tasks.has(first));
  await person.isDone();
  keep.mockRestore();
  const letGo = isLate ? await holdStore(browser.userId) : undefined;
  store.keep(kept);
  if (!isLate) await store.settled();
  other.page.isAsleep = false;
  await other.isDone();
  await letGo?.();
  const second = other.create();
  await until(() => api.tasks.has(second));
  await Promise.all([person.isDone(), other.isDone()]);
  await vi.waitFor(async () => expect((await store.read()).commands).toEqual([]));
  expect(writes(api)).toHaveLength(2);
});

test("what no page could keep is not lost when the one that leads and the one that wrote it close", async () => {
  const { api, person, net, next, other, id } = await startUnkept();
  other.page.close();
  person.page.close();
  net.isDown = false;
  next.page.connection.retryNow();
  await until(() => api.tasks.has(id), undefined, 5_000);
});

test("what a page keeps after all is sent by the page that leads, though that could not keep it", async () => {
  const { api, person, net, open } = await start();
  const other = await open();
  await Promise.all([person, other].map((one) => until(() => one.sync.get().isDurable)));
  const [, keep] = [person, other].map((one) =>
    vi.spyOn(one.sync.state.store as Store, "keep").mockImplementation(() => {}),
  );
  net.isDown = true;
  const id = other.create();
  const kept = other.sync.get().pending;
  other.sync.state.store?.onDurable(false);
  await until(() => person.sync.get().pending.length === 1);
  keep?.mockRestore();
  other.sync.state.store?.keep(kept);
  await other.sync.state.store?.settled();
  other.sync.state.store?.onDurable(true);
  net.isDown = false;
  for (const one of [person, other]) one.page.connection.retryNow();
  await until(() => api.tasks.has(id), undefined, 5_000);
  await Promise.all([person.isDone(), other.isDone()]);
});

test("what was answered while a page opened is there as soon as others are told of it", async () => {
  let tell = (_: Fate) => {};
  const told = new Promise<Fate>((resolve) => {
    tell = resolve;
  });
  const { api, person, open } = await start({
    fate: ({ url }) => (url.endsWith("/api/events") ? told : "arrives"),
  });
  await person.sync.state.store?.settled();
  const { read } = Store.prototype;
  let goOn = () => {};
  const isRead = new Promise<void>((resolve) => {
    vi.spyOn(Store.prototype, "read").mockImplementationOnce(async function (this: Store) {
      const kept = await read.call(this);
      resolve();
      await new Promise<void>((letGo) => {
        goOn = letGo;
      });
      return kept;
    });
  });
  const opening = open();
  await isRead;
  const id = person.create();
  await person.isDone();
  goOn();
  const next = await opening;
  tell("arrives");
  const tokenOf = ({ sync }: typeof person) => sync.state.replica.position?.token;
  await until(() => tokenOf(person) === "1" && tokenOf(next) === "1", undefined, 5_000);
  expect(api.tasks.has(id)).toBe(true);
  expect(next.shown(id)?.title).toBe("Buy milk");
});

test("what was read on the way to an answer does not come after what is told meanwhile, on no page and on none that opens later", async () => {
  const { api, browser, person, open, id } = await startWithTask();
  const other = await open();
  const letGo = new Map<string, () => void>();
  const isHeld = ({ url, method }: Request) =>
    url.endsWith("/events") || (method === "PATCH" && api.tasks.get(id)?.title === "Buy oat milk");
  browser.after = (request) =>
    isHeld(request) ? new Promise<void>((resolve) => letGo.set(request.method, resolve)) : undefined;
  api.change(id, { description: "Two bottles" });
  person.edit(id, { title: "Buy oat milk" });
  await until(() => letGo.has("PATCH") && letGo.has("GET"));
  browser.after = () => undefined;
  letGo.get("GET")?.();
  await until(() => other.sync.state.replica.of("task").get(id)?.version === 3);
  letGo.get("PATCH")?.();
  await Promise.all([person.isDone(), other.isDone()]);
  expect(other.shown(id)).toMatchObject({ title: "Buy oat milk", version: 3 });
  await person.sync.state.store?.settled();
  expect((await open()).shown(id)).toMatchObject({ title: "Buy oat milk", version: 3 });
});
