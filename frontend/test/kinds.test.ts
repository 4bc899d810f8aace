/** Another kind of item beside tasks: a descriptor and its requests are all that the engine needs. */

import { expect, test } from "vitest";
import type { EntityApi } from "../lib/api/entity";
import { ApiError } from "../lib/api/errors";
import { newId } from "../lib/api/ids";
import { text } from "../lib/domain/fields";
import type { Item } from "../lib/domain/item";
import { entities } from "../lib/sync/entities";
import { TestBrowser, until } from "./support/browser";
import { ModelApi } from "./support/model-api";
import { milk } from "./support/start";

type List = Item & { name: string };

const listOf = (id: string, name: string, version = 1): List => ({
  id,
  name,
  version,
  created_at: "2026-11-01T08:00:00Z",
  deleted_at: null,
});

/** Lists that the API has, and what was asked for. */
function startWithLists(...lists: List[]) {
  const asked: unknown[] = [];
  const stored = new Map(lists.map((list) => [list.id, list]));
  const write = (list: List) => {
    stored.set(list.id, list);
    return list;
  };
  const api: Partial<EntityApi> = {
    create: async (id, fields) => {
      asked.push(["create", id, fields]);
      return write(listOf(id, (fields as List).name));
    },
    edit: async (id, fields, version) => {
      asked.push(["edit", id, fields, version]);
      const list = stored.get(id);
      if (list?.version !== version) throw new ApiError("The list has changed", 412);
      return write({ ...list, ...fields, version: version + 1 });
    },
    read: async (id) => stored.get(id) as Item,
  };
  const list = {
    fields: { name: text("Name", 100) },
    loadApi: async () => api as EntityApi,
    feed: { items: "habits", deleted: "deleted_habits" },
    isPaged: false,
    isBatched: false,
    asks: true,
    links: {},
  };
  const tasks = new ModelApi();
  const browser = new TestBrowser(tasks, newId(), ({ url }) =>
    url.includes("/changes")
      ? Response.json({ data: [], deleted: [], habits: lists, next: "0", has_more: false })
      : "arrives",
  );
  browser.entities = { ...entities, habit: list };
  return { browser, asked, stored, tasks, list };
}

const shownIn = (page: ReturnType<TestBrowser["open"]>) =>
  (page.sync.get().shown as { habit?: List[] } | undefined)?.habit?.map(({ name }) => name);

test("another kind is told, shown, changed, kept and sent as tasks are, also under the id of a task", async () => {
  const id = newId();
  const { browser, asked, stored, tasks } = startWithLists(listOf(id, "Home"));
  const page = browser.open();
  await until(() => shownIn(page)?.length === 1);
  page.sync.add("habit", id, { kind: "edit", fields: { name: "House" }, seen: listOf(id, "Home") });
  page.sync.add("task", id, { kind: "create", fields: milk, at: new Date().toISOString() });
  page.sync.add("habit", newId(), { kind: "create", fields: { name: "Work" }, at: new Date().toISOString() });
  expect(shownIn(page)).toEqual(["Work", "House"]);
  await until(() => page.sync.get().pending.length === 0);
  expect([...stored.values()].map(({ name }) => name)).toEqual(["House", "Work"]);
  expect(tasks.alive).toMatchObject([{ id, title: "Buy milk" }]);
  expect(asked).toHaveLength(2);
  page.close();
  const next = browser.open();
  await until(() => shownIn(next)?.length === 2);
  expect(next.sync.get().shown?.task).toMatchObject([{ id, title: "Buy milk" }]);
});

test("what both sides have changed of another kind waits for a choice, by the policy of its field", async () => {
  const id = newId();
  const { browser, stored } = startWithLists(listOf(id, "Home"));
  const page = browser.open();
  await until(() => shownIn(page)?.length === 1);
  stored.set(id, listOf(id, "Theirs", 2));
  page.sync.add("habit", id, { kind: "edit", fields: { name: "Mine" }, seen: listOf(id, "Home") });
  await until(() => page.sync.get().conflicts.length === 1);
  const [conflict] = page.sync.get().conflicts;
  if (conflict) page.sync.choose(conflict, true);
  await until(() => page.sync.get().pending.length === 0);
  expect(stored.get(id)).toMatchObject({ name: "Mine", version: 3 });
});

test("what a newer version of the app has left of a kind that this one does not know waits for that version", async () => {
  const { browser, stored, list } = startWithLists();
  const known = browser.entities;
  const newer = browser.open();
  await until(() => shownIn(newer) !== undefined);
  browser.entities = { ...known, list: { ...list, loadApi: () => new Promise(() => {}) } };
  const unable = browser.open();
  newer.close();
  await until(() => unable.sync.get().shown !== undefined);
  const id = newId();
  unable.sync.add("habit", id, { kind: "create", fields: { name: "Work" }, at: new Date().toISOString() });
  await until(() => unable.sync.get().isDurable);
  unable.close();

  browser.entities = entities;
  const older = browser.open();
  older.sync.add("task", newId(), { kind: "create", fields: milk, at: new Date().toISOString() });
  await until(() => older.sync.get().shown?.task.length === 1 && older.sync.get().pending.length === 0);
  expect(older.sync.get().isDurable).toBe(true);
  older.close();

  browser.entities = known;
  const again = browser.open();
  await until(() => stored.has(id) && again.sync.get().pending.length === 0);
  expect(shownIn(again)).toEqual(["Work"]);
});
