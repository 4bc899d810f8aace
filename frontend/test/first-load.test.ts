/** All that there is is told anew, as when the log no longer reaches back far enough: what is gone by then stays gone, on every page. */

import "fake-indexeddb/auto";
import { expect, test, vi } from "vitest";
import { newId } from "../lib/api/ids";
import { Store } from "../lib/sync/store";
import { type Fate, until } from "./support/browser";
import { gate } from "./support/gate";
import type { ModelApi } from "./support/model-api";
import { start } from "./support/start";

type Started = Awaited<ReturnType<typeof start>>;

const tokenOf = ({ sync }: Started["person"]) => sync.state.replica.position?.token;

/** The log forgets all that is before this change. */
function forgetBefore(api: ModelApi, change: () => unknown): void {
  api.logStart = api.log.length + 1;
  change();
}

/** Everything is to be told anew, and none of it is until the gate opens. */
async function tellAnew({ api, browser, person }: Started) {
  const telling = gate();
  browser.fate = async ({ url }): Promise<Fate> => {
    if (url.includes("/changes")) await telling.opened;
    return "arrives";
  };
  forgetBefore(api, () => api.create(newId(), { title: "The log begins here" }));
  await until(() => tokenOf(person) === "");
  return telling;
}

/** A page has read what is kept, and says that it is there only when the gate opens. */
async function openLate({ person, open }: Started) {
  await person.sync.state.store?.settled();
  const { read } = Store.prototype;
  const isRead = gate();
  const greeting = gate();
  vi.spyOn(Store.prototype, "read").mockImplementationOnce(async function (this: Store) {
    const kept = await read.call(this);
    isRead.open();
    await greeting.opened;
    return kept;
  });
  const opening = open();
  await isRead.opened;
  return { opening, greeting };
}

test("a page that opens between two times does not go on showing what is gone by the second", async () => {
  const started = await start();
  const { api, person } = started;
  const { id } = api.create(newId(), { title: "Buy milk" });
  await until(() => person.shown(id) !== undefined);
  const first = await tellAnew(started);
  const { opening, greeting } = await openLate(started);
  api.erase(id);
  first.open();
  await until(() => person.sync.state.replica.isComplete);
  const second = await tellAnew(started);
  greeting.open();
  await new Promise((resolve) => setTimeout(resolve, 50));
  second.open();
  const next = await opening;
  expect([person, next].map((one) => one.shown(id))).toEqual([undefined, undefined]);
});

test("what the page before has kept meanwhile, and is gone when the next one goes on, is not kept", async () => {
  const started = await start();
  const { api, person, open } = started;
  const telling = await tellAnew(started);
  const { opening, greeting } = await openLate(started);
  const id = person.create();
  await person.isDone();
  await person.sync.state.store?.settled();
  person.page.close();
  api.erase(id);
  telling.open();
  greeting.open();
  const next = await opening;
  await next.sync.state.store?.settled();
  expect((await open()).shown(id)).toBeUndefined();
});

test("what was answered before, and is heard after, does not bring back what is gone", async () => {
  const { api, browser, person } = await start();
  const answer = gate();
  browser.after = ({ method }) => (method === "PUT" ? answer.opened : undefined);
  const id = person.create();
  await until(() => api.tasks.has(id));
  forgetBefore(api, () => api.erase(id));
  await until(() => tokenOf(person) === "2");
  answer.open();
  await person.isDone();
  expect(person.shown(id)).toBeUndefined();
});

test("what a page is answered when another one leads does not bring back what that one knows to be gone", async () => {
  const { api, browser, person, open } = await start();
  const other = await open();
  const answer = gate();
  browser.after = ({ method }) => (method === "PUT" ? answer.opened : undefined);
  const id = person.create();
  await until(() => api.tasks.has(id));
  browser.after = () => undefined;
  person.page.isAsleep = true;
  other.create();
  await other.isDone();
  api.erase(id);
  await until(() => other.shown(id) === undefined);
  person.page.isAsleep = false;
  await until(() => tokenOf(person) === tokenOf(other));
  answer.open();
  await new Promise((resolve) => setTimeout(resolve, 50));
  // It leads again, with what it knows.
  other.page.close();
  const last = person.create();
  await person.isDone();
  expect(person.sync.get().shown?.task.map((task) => task.id)).toEqual([
    last,
    ...api.alive.slice(1).map((task) => task.id),
  ]);
});
