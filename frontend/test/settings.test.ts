/** The account's settings in the web app's engine: one thing, which is always there and has no id. */

import { openDB } from "idb";
import { expect, test } from "vitest";
import { newId } from "../lib/api/ids";
import { ONLY } from "../lib/domain/item";
import { watchForFirstSettings } from "../lib/sync/first-settings";
import { type SettingsFields, settingsActions } from "../lib/sync/settings";
import { TestBrowser, type TestPage, until } from "./support/browser";
import { ModelApi } from "./support/model-api";
import { milk, start } from "./support/start";

const settingsIn = ({ sync }: Pick<TestPage, "sync">) => sync.get().shown?.settings[0];
const choose = (page: Pick<TestPage, "sync">, fields: Partial<SettingsFields>) =>
  settingsActions(page.sync).choose(fields);
const isSent = (page: Pick<TestPage, "sync">) => until(() => page.sync.get().pending.length === 0);
const patches = (api: ModelApi) => api.requests.filter((request) => request === "PATCH /api/me/settings").length;

test("an account in which nobody has chosen anything has the defaults, and a choice is sent and kept", async () => {
  const { api, browser, person } = await start();
  await until(() => settingsIn(person) !== undefined);
  expect(settingsIn(person)).toMatchObject({ time_zone: "UTC", day_start: "09:00", week_start: 0, version: 0 });
  choose(person, { time_zone: "Asia/Tokyo" });
  expect(settingsIn(person)).toMatchObject({ time_zone: "Asia/Tokyo", day_start: "09:00" });
  await isSent(person);
  expect(api.settings.now).toMatchObject({ time_zone: "Asia/Tokyo", week_start: 0, version: 1 });
  await until(() => person.sync.get().isDurable);
  person.page.close();

  browser.fate = () => "is not sent";
  const next = browser.open();
  await until(() => settingsIn(next) !== undefined);
  expect(settingsIn(next)).toMatchObject({ time_zone: "Asia/Tokyo", version: 1 });
});

test("what is chosen without a connection shows, outlives the page, and is sent later", async () => {
  const { api, browser, person, net } = await start();
  await until(() => settingsIn(person) !== undefined);
  net.isDown = true;
  choose(person, { week_start: 1 });
  choose(person, { day_start: "07:30" });
  await until(() => person.sync.get().isDurable);
  person.page.close();
  const next = browser.open();
  await until(() => settingsIn(next)?.day_start === "07:30");
  expect(settingsIn(next)).toMatchObject({ week_start: 1, version: 0 });
  net.isDown = false;
  next.connection.retryNow();
  await isSent(next);
  expect(api.settings.now).toMatchObject({ week_start: 1, day_start: "07:30", time_zone: "UTC" });
});

test("another tab and another device are told", async () => {
  const { api, person, open } = await start();
  const tab = await open();
  const device = new TestBrowser(api).open();
  choose(person, { time_zone: "Asia/Tokyo" });
  await until(() => settingsIn(tab)?.time_zone === "Asia/Tokyo");
  await until(() => settingsIn(device)?.time_zone === "Asia/Tokyo");
  choose(device, { week_start: 6 });
  await until(() => settingsIn(tab)?.week_start === 6 && settingsIn(person)?.week_start === 6);
  expect(settingsIn(person)).toMatchObject({ time_zone: "Asia/Tokyo", version: 2 });
});

test("of two choices the last one counts, other settings stay, and nobody is asked", async () => {
  const { api, person, net } = await start();
  await until(() => settingsIn(person) !== undefined);
  net.isDown = true;
  choose(person, { time_zone: "Asia/Tokyo" });
  await person.hasFailed();
  api.settings.change({ time_zone: "Europe/Paris", week_start: 1 });
  net.isDown = false;
  await isSent(person);
  expect(person.sync.get().conflicts).toEqual([]);
  expect(api.settings.now).toMatchObject({ time_zone: "Asia/Tokyo", week_start: 1 });
});

test("a choice whose answer was lost is made once", async () => {
  const { api, person, fates } = await start();
  await until(() => settingsIn(person) !== undefined);
  fates.push("is not answered");
  choose(person, { time_zone: "Asia/Tokyo" });
  await isSent(person);
  expect(api.settings.now.version).toBe(1);
});

test("what the API refuses is taken back, and told", async () => {
  const { person } = await start();
  await until(() => settingsIn(person) !== undefined);
  choose(person, { time_zone: "" });
  await until(() => person.page.refusals.length === 1);
  expect(person.page.refusals).toMatchObject([{ entity: "settings", itemId: ONLY, status: 422 }]);
  expect(settingsIn(person)).toMatchObject({ time_zone: "UTC" });
});

test("an account that was erased has the defaults again", async () => {
  const { api, person } = await start();
  api.settings.change({ time_zone: "Asia/Tokyo" });
  await until(() => settingsIn(person)?.time_zone === "Asia/Tokyo");
  api.settings.now = { ...api.settings.now, time_zone: "UTC", version: 0 };
  person.create();
  api.logStart = api.log.length + 1;
  await until(() => settingsIn(person)?.version === 0);
  expect(settingsIn(person)).toMatchObject({ time_zone: "UTC" });
});

/** The language of this browser is English, where weeks begin on Sunday. */
const moveTo = (zone: string) => {
  process.env.TZ = zone;
};

test("the first browser chooses, once", async () => {
  moveTo("Europe/Berlin");
  const api = new ModelApi();
  const browser = new TestBrowser(api);
  const page = browser.open();
  watchForFirstSettings(page.sync);
  await until(() => api.settings.now.version > 0);
  expect(api.settings.now).toMatchObject({ time_zone: "Europe/Berlin", day_start: "09:00", version: 1 });
  choose(page, { time_zone: "Asia/Tokyo" });
  await isSent(page);
  page.close();
  const next = browser.open();
  watchForFirstSettings(next.sync);
  await until(() => next.sync.state.replica.isComplete);
  await isSent(next);
  expect(api.settings.now).toMatchObject({ time_zone: "Asia/Tokyo", version: 2 });
});

test("a first browser that has the defaults sends nothing", async () => {
  moveTo("UTC");
  const api = new ModelApi();
  const page = new TestBrowser(api).open();
  watchForFirstSettings(page.sync);
  await until(() => settingsIn(page) !== undefined);
  const other = new TestBrowser(api).open();
  // What comes after it has been decided.
  other.sync.add("task", newId(), { kind: "create", fields: milk, at: new Date().toISOString() });
  await until(() => page.sync.get().shown?.task.length === 1);
  expect(patches(api)).toBe(0);
});

test("what the first browser would choose never gets over what a person has chosen meanwhile", async () => {
  moveTo("Europe/Berlin");
  const api = new ModelApi();
  const browser = new TestBrowser(api, newId(), ({ method }) => (method === "GET" ? "arrives" : "is not sent"));
  const page = browser.open();
  watchForFirstSettings(page.sync);
  await until(() => page.sync.get().pending.some(({ hasFailed }) => hasFailed));
  api.settings.change({ time_zone: "Asia/Tokyo" });
  browser.fate = () => "arrives";
  page.connection.retryNow();
  await isSent(page);
  expect(patches(api)).toBeGreaterThan(0);
  expect(api.settings.now).toMatchObject({ time_zone: "Asia/Tokyo", version: 1 });
  expect(settingsIn(page)).toMatchObject({ time_zone: "Asia/Tokyo", version: 1 });
});

/** What the app's version 3 has left from before there were settings: one task, and two commands that the API has not got. */
async function layDownBeforeSettings(userId: string, task: { id: string }): Promise<void> {
  const database = await openDB(`todo-${userId}`, 3, {
    upgrade(made) {
      made.createObjectStore("rows", { keyPath: ["entity", "item.id"] });
      made.createObjectStore("state");
      made.createObjectStore("commands", { keyPath: "order", autoIncrement: true }).createIndex("id", "id");
    },
  });
  await database.put("rows", { entity: "task", item: task });
  await database.put("state", { token: "1", loadedTo: null }, "state");
  const shape = ["list:archived,color,name,position", `task:${Object.keys(milk).sort().join()}`].join(";");
  await database.put("state", shape, "shape");
  const rest = { page: newId(), entity: "task", wasTried: false, sentVersion: null, verdict: null };
  const edit = { kind: "edit", fields: { title: "Buy oat milk" }, seen: task };
  const create = { kind: "create", fields: { ...milk, title: "Never sent" }, at: "2026-11-27T08:00:00Z" };
  await database.add("commands", { ...rest, id: newId(), itemId: task.id, change: edit });
  await database.add("commands", { ...rest, id: newId(), itemId: newId(), change: create });
  database.close();
}

test("what was left unsent before there were settings is shown and sent, and the settings are asked for", async () => {
  const api = new ModelApi();
  const task = api.create(newId(), milk);
  api.settings.change({ time_zone: "Asia/Tokyo" });
  const browser = new TestBrowser(api, newId(), () => "is not sent");
  await layDownBeforeSettings(browser.userId, task);
  const page = browser.open();
  await until(() => page.sync.get().pending.length === 2);
  expect(page.sync.get().shown?.task.map(({ title }) => title)).toEqual(["Never sent", "Buy oat milk"]);
  expect(settingsIn(page)).toBeUndefined();
  browser.fate = () => "arrives";
  page.connection.retryNow();
  await until(() => page.sync.get().pending.length === 0 && settingsIn(page) !== undefined);
  expect(settingsIn(page)).toMatchObject({ time_zone: "Asia/Tokyo", version: 1 });
  expect(api.alive.map(({ title }) => title).sort()).toEqual(["Buy oat milk", "Never sent"]);
  expect(patches(api)).toBe(0);
});
