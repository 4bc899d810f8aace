/** What this browser has not kept when somebody leaves: they are warned, and the next page of the tab has it. */

import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { holdUnkept } from "../lib/sync/unkept";
import { forgetHalfWritten, HalfWritten } from "../lib/tasks/half-written";
import { until } from "./support/browser";
import { start, startWithTask } from "./support/start";

/** What a tab keeps for as long as it is open. */
class TabStorage {
  [key: string]: unknown;
  getItem = (key: string) => this[key] ?? null;
  setItem = (key: string, value: string) => Object.assign(this, { [key]: value });
  removeItem = (key: string) => Reflect.deleteProperty(this, key);
}

let window = new EventTarget();
beforeEach(() => {
  window = new EventTarget();
  vi.stubGlobal("window", window);
  vi.stubGlobal("sessionStorage", new TabStorage());
});

/** A person without a connection, in a browser that keeps nothing, has changed one task, and the page has gone. */
async function startWithUnkept() {
  const started = await startWithTask();
  const { browser, person, net, id } = started;
  const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new DOMException("No disk", "UnknownError");
  });
  onTestFinished(() => put.mockRestore());
  holdUnkept(person.sync, new HalfWritten(browser.userId));
  net.isDown = true;
  person.edit(id, { title: "Secret plan" });
  await until(() => !person.sync.get().keeps);
  const next = (userId = browser.userId) => {
    const written = new HalfWritten(userId);
    forgetHalfWritten(userId);
    const page = browser.open();
    holdUnkept(page.sync, written);
    return page;
  };
  const leave = () => {
    window.dispatchEvent(new Event("pagehide"));
    person.page.close();
  };
  return { ...started, put, next, leave };
}

test("who leaves is warned until what they have done is kept in this browser, and no longer", async () => {
  const { person, net } = await start();
  net.isDown = true;
  const isWarned = () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  const stop = holdUnkept(person.sync, new HalfWritten("u"));
  expect(isWarned()).toBe(false);
  person.create();
  await new Promise((resolve) => queueMicrotask(() => resolve(undefined)));
  expect(isWarned()).toBe(true);
  await until(() => person.sync.get().isDurable);
  expect(isWarned()).toBe(false);
  expect(person.sync.get().pending).toHaveLength(1);
  person.create();
  await new Promise((resolve) => queueMicrotask(() => resolve(undefined)));
  stop();
  expect(isWarned()).toBe(false);
});

test("what a browser could not keep when its page was left is there on the next page of the tab, and is sent once", async () => {
  const { api, net, put, next, leave, id } = await startWithUnkept();
  leave();
  const page = next();
  await until(() => page.sync.get().shown?.task[0]?.title === "Secret plan");
  expect(JSON.stringify(sessionStorage)).toContain("Secret plan");
  put.mockRestore();
  net.isDown = false;
  page.connection.retryNow();
  await until(() => page.sync.get().pending.length === 0);
  expect(JSON.stringify(sessionStorage)).not.toContain("Secret plan");
  expect(api.statesOf(id).map((state) => state?.title)).toEqual(["Buy milk", "Secret plan"]);
});

test("what a browser could not keep goes with signing out, and with somebody else who signs in", async () => {
  const { next, leave } = await startWithUnkept();
  leave();
  next("somebody else");
  expect(JSON.stringify(sessionStorage)).not.toContain("Secret plan");
  forgetHalfWritten();
  leave();
  expect(JSON.stringify(sessionStorage)).not.toContain("Secret plan");
});
