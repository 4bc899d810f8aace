/** What is half written in each box, and where what leaves a box gets. */

import { beforeEach, expect, test, vi } from "vitest";
import { type Boxes, giveBack } from "../components/tasks/give-back";
import type { Toast } from "../components/ui/toast";
import { between } from "../lib/domain/position";
import { blankFields, type Task } from "../lib/domain/task";
import type { NewTask, Refusal } from "../lib/sync/tasks";
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

test("what the API refuses comes back where it was written, says where that is if nobody sees it, and wipes nothing", () => {
  const run = vi.fn();
  const pushState = vi.fn();
  vi.stubGlobal("window", {
    location: new URL("https://todo.example/today?task=trip"),
    history: { pushState },
    scrollTo: () => {},
  });
  const toasts: Toast[] = [];
  const written = new HalfWritten("ada");
  const there = new Map(["trip", "party"].map((id) => [id, { id, title: id } as Task]));
  const boxes = {
    written,
    sync: { state: { outbox: { shown: (_: string, id: string) => there.get(id) } } },
    commands: { run },
    toast: (toast: Toast) => toasts.push(toast),
  } as unknown as Boxes;
  const refuse = (title: string, parent_id: string | null) =>
    giveBack(boxes, { detail: "No", status: 422 } as Refusal, { ...blankFields, title, parent_id, list_id: "work" });
  const inBoxes = () => [undefined, "trip", "party"].map((box) => written.getDraft(box).text);

  refuse("Pack", "trip");
  expect([inBoxes(), toasts]).toEqual([["", "Pack", ""], []]);
  expect(written.getDraft("trip")).toMatchObject({ fault: { field: "title", message: "No" }, listId: undefined });
  refuse("Cake", "party");
  expect(inBoxes()).toEqual(["", "Pack", "Cake"]);
  expect(toasts.at(-1)?.message).toBe("Not added to party: Cake. No");
  toasts.at(-1)?.action?.run();
  expect(pushState).toHaveBeenCalledWith(null, "", "/today?task=party");
  refuse("Tent", "trip");
  expect(inBoxes()).toEqual(["", "Pack", "Cake"]);
  toasts.at(-1)?.action?.run();
  expect([inBoxes(), toasts.at(-1)?.message]).toEqual([["", "Tent", "Cake"], "Put aside: Pack"]);
  expect(run).toHaveBeenCalledWith("task-subtask");
  toasts.at(-1)?.action?.run();
  expect([inBoxes(), toasts.at(-1)?.message]).toEqual([["", "Pack", "Cake"], "Put aside: Tent"]);

  there.delete("party");
  refuse("Games", "party");
  expect(inBoxes()).toEqual(["Games", "Pack", "Cake"]);
  expect(written.getDraft()).toMatchObject({
    listId: "work",
    fault: { message: "No. The task that it was to be a part of is not there any more." },
  });
  refuse("Milk", null);
  expect([inBoxes()[0], toasts.at(-1)?.message]).toEqual(["Games", "Not added: Milk. No"]);
});
