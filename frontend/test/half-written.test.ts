/** What is half written in each box, and where what leaves a box gets. */

import { beforeEach, expect, test, vi } from "vitest";
import { between, inPlace } from "../lib/domain/position";
import { blankFields, type Task } from "../lib/domain/task";
import type { NewTask } from "../lib/sync/tasks";
import { placed } from "../lib/tasks/adding";
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

const added = (id: string, parent_id: string | null = null): NewTask => ({ id, fields: { ...blankFields, parent_id } });
const taskAt = (position: string) => ({ id: position, position, created_at: "" }) as Task;
const orderOf = (tasks: readonly NewTask[]) =>
  tasks
    .map(({ id, fields }) => ({ id, position: fields.position ?? "", created_at: "" }))
    .sort(inPlace)
    .map(({ id }) => id);

test("new tasks come on top of those that are there, and below a task after those that are there, in their order", () => {
  const first = taskAt(between(null, null));
  const last = taskAt(between(first.position, null));
  const here = [first, last].map(({ id, position }) => ({ id, fields: { ...blankFields, position } }));
  const tops = placed([added("two"), added("one")], first, () => undefined);
  expect(orderOf([...here, ...tops])).toEqual(["one", "two", first.id, last.id]);
  const parts = placed([added("two", "trip"), added("one", "trip")], first, () => last);
  expect(orderOf([...here, ...parts])).toEqual([first.id, last.id, "one", "two"]);
  expect(placed([added("one")], undefined, () => undefined)[0]?.fields.position).toBe(blankFields.position);
});
