/** What is half written in each box, and where what leaves a box gets. */

import { beforeEach, expect, test, vi } from "vitest";
import { between } from "../lib/domain/position";
import { blankFields, type Task } from "../lib/domain/task";
import type { NewTask } from "../lib/sync/tasks";
import { onTop } from "../lib/tasks/adding";
import { blank } from "../lib/tasks/draft";
import { HalfWritten } from "../lib/tasks/half-written";

const defaults = { due_date: null, priority: 0, tags: [] };

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
    get length() {
      return kept.size;
    },
  });
});

test("each box keeps its own words, also on the next page, and nothing is left of those that were taken out", () => {
  const written = new HalfWritten("ada");
  written.setDraft({ ...blank, text: "Buy milk" });
  written.setDraft({ ...blank, text: "Pack" }, "trip");
  const next = new HalfWritten("ada");
  expect([next.getDraft().text, next.getDraft("trip").text, next.getDraft("party").text]).toEqual([
    "Buy milk",
    "Pack",
    "",
  ]);
  const leaving = next.leave([next.getDraft("trip")], { ...defaults, parent_id: "trip" });
  expect([next.getDraft().text, next.getDraft("trip").text]).toEqual(["Buy milk", ""]);
  next.left(leaving.map(({ id }) => id));
  next.setDraft(blank);
  expect(sessionStorage.length).toBe(0);
});

test("what a page of an earlier version has kept of the add box is there", () => {
  sessionStorage.setItem("todo-written-ada", JSON.stringify({ draft: { text: "Buy milk" } }));
  expect(new HalfWritten("ada").getDraft()).toEqual({ ...blank, text: "Buy milk" });
});

test("new tasks come on top of those that are there; parts of a task say no place, and so come last", () => {
  const here = between(null, null);
  const added = (id: string, parent_id: string | null = null): NewTask => ({
    id,
    fields: { ...blankFields, parent_id },
  });
  const [two, one, part] = onTop([added("two"), added("one"), added("part", "trip")], {
    position: here,
    created_at: "",
  } as Task).map(({ fields }) => fields.position ?? "");
  expect([here, two, one].sort()).toEqual([one, two, here]);
  expect(part).toBe("");
});
