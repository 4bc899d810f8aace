/** Another kind of item beside tasks: a descriptor and its requests are all that the engine needs. */

import { expect, test } from "vitest";
import type { EntityApi } from "../lib/api/entity";
import { ApiError } from "../lib/api/errors";
import { newId } from "../lib/api/ids";
import { optionalText, text } from "../lib/domain/fields";
import type { Item } from "../lib/domain/item";
import { entities } from "../lib/sync/entities";
import { TestBrowser, until } from "./support/browser";
import { ModelApi } from "./support/model-api";
import { milk } from "./support/start";

type Note = Item & { name: string };

const noteOf = (id: string, name: string, version = 1): Note => ({
  id,
  name,
  version,
  created_at: "2026-11-01T08:00:00Z",
  deleted_at: null,
});

/** Notes that the API has, and what was asked for. */
function startWithNotes(...notes: Note[]) {
  const asked: unknown[] = [];
  const stored = new Map(notes.map((note) => [note.id, note]));
  const write = (note: Note) => {
    stored.set(note.id, note);
    return note;
  };
  const api: Partial<EntityApi> = {
    create: async (id, fields) => {
      asked.push(["create", id, fields]);
      return write(noteOf(id, (fields as Note).name));
    },
    edit: async (id, fields, version) => {
      asked.push(["edit", id, fields, version]);
      const note = stored.get(id);
      if (note?.version !== version) throw new ApiError("The note has changed", 412);
      return write({ ...note, ...fields, version: version + 1 });
    },
    read: async (id) => stored.get(id) as Item,
  };
  const note = {
    fields: { name: text("Name", 100) },
    loadApi: async () => api as EntityApi,
    feed: { items: "notes", deleted: "deleted_notes" },
    isPaged: false,
    hasBatch: false,
    asks: true,
    containers: [],
  };
  const tasks = new ModelApi();
  const browser = new TestBrowser(tasks, newId(), ({ url }) =>
    url.includes("/changes") ? Response.json({ data: [], deleted: [], notes, next: "0", has_more: false }) : "arrives",
  );
  browser.entities = { ...entities, note };
  return { browser, asked, stored, tasks, note };
}

const shownIn = (page: ReturnType<TestBrowser["open"]>) =>
  (page.sync.get().shown as { note?: Note[] } | undefined)?.note?.map(({ name }) => name);

test("another kind is told, shown, changed, kept and sent as tasks are, also under the id of a task", async () => {
  const id = newId();
  const { browser, asked, stored, tasks } = startWithNotes(noteOf(id, "Home"));
  const page = browser.open();
  await until(() => shownIn(page)?.length === 1);
  page.sync.add("note", id, { kind: "edit", fields: { name: "House" }, seen: noteOf(id, "Home") });
  page.sync.add("task", id, { kind: "create", fields: milk, at: new Date().toISOString() });
  page.sync.add("note", newId(), { kind: "create", fields: { name: "Work" }, at: new Date().toISOString() });
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
  const { browser, stored } = startWithNotes(noteOf(id, "Home"));
  const page = browser.open();
  await until(() => shownIn(page)?.length === 1);
  stored.set(id, noteOf(id, "Theirs", 2));
  page.sync.add("note", id, { kind: "edit", fields: { name: "Mine" }, seen: noteOf(id, "Home") });
  await until(() => page.sync.get().conflicts.length === 1);
  const [conflict] = page.sync.get().conflicts;
  if (conflict) page.sync.choose(conflict, true);
  await until(() => page.sync.get().pending.length === 0);
  expect(stored.get(id)).toMatchObject({ name: "Mine", version: 3 });
});

test("what a newer version of the app has left of a kind that this one does not know waits for that version", async () => {
  const { browser, stored, note } = startWithNotes();
  const known = browser.entities;
  const newer = browser.open();
  await until(() => shownIn(newer) !== undefined);
  browser.entities = { ...known, note: { ...note, loadApi: () => new Promise(() => {}) } };
  const unable = browser.open();
  newer.close();
  await until(() => unable.sync.get().shown !== undefined);
  const id = newId();
  unable.sync.add("note", id, { kind: "create", fields: { name: "Work" }, at: new Date().toISOString() });
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

test("a change of a field that only a newer version of the app knows waits for that version, with what follows it", async () => {
  const [home, work] = [noteOf(newId(), "Home"), noteOf(newId(), "Work")];
  const { browser, asked, stored, note } = startWithNotes(home, work);
  const older = browser.open();
  await until(() => shownIn(older)?.length === 2 && older.sync.state.replica.isComplete);
  browser.entities = { ...entities, note: { ...note, fields: { ...note.fields, text: optionalText("Text", 100) } } };
  const newer = browser.open();
  await until(() => shownIn(newer)?.length === 2);
  newer.sync.add("note", home.id, { kind: "edit", fields: { text: "With a garden" }, seen: home });
  newer.sync.add("note", home.id, { kind: "edit", fields: { name: "House" }, seen: home });
  newer.sync.add("note", work.id, { kind: "edit", fields: { name: "Office" }, seen: work });
  await until(() => newer.sync.get().pending.length === 2);
  expect(asked).toEqual([["edit", work.id, { name: "Office" }, 1]]);
  older.close();
  await until(() => newer.sync.get().pending.length === 0);
  expect(stored.get(home.id)).toMatchObject({ name: "House", text: "With a garden" });
});
