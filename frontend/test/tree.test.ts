/** Tasks below tasks: the rows, and where a step leads. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { changingWith, familyOf, inListsOfParents } from "../lib/domain/family";
import { inPlace } from "../lib/domain/position";
import { blankFields, type Task } from "../lib/domain/task";
import { type Direction, placedBy } from "../lib/tasks/placing";
import { treeOf } from "../lib/tasks/tree";

function task(id: string, fields: Partial<Task> = {}): Task {
  const at = "2026-11-01T08:00:00Z";
  const known = { user_id: "u", created_at: at, updated_at: at, version: 1, deleted_at: null, completed_at: null };
  return { ...blankFields, ...known, title: id, position: id, ...fields, id };
}

const trip = [
  task("a"),
  task("b", { parent_id: "a" }),
  task("c", { parent_id: "b" }),
  task("d"),
  task("e", { parent_id: "a" }),
];

const say = (tasks: readonly Task[], folded: string[] = []) =>
  treeOf(tasks, new Set(folded)).map(({ task: { id }, level, holds }) => `${"-".repeat(level)}${id}${holds || ""}`);

test("rows stand below what they are part of, in their order", () => {
  expect(say(trip)).toEqual(["a3", "-b1", "--c", "-e", "d"]);
});

test("the parts of a task come in their order, however they were loaded", () => {
  const family = familyOf(trip.toReversed());
  expect(family.childrenOf("a").map(({ id }) => id)).toEqual(["b", "e"]);
});

test("what is below a task is in its list as soon as that is moved, before the API has done the same", () => {
  const moved = trip.map((one) => (one.id === "a" ? { ...one, list_id: "home" } : one));
  const lists = Object.fromEntries(inListsOfParents(moved).map(({ id, list_id }) => [id, list_id]));
  expect(lists).toEqual({ a: "home", b: "home", c: "home", d: null, e: "home" });
});

test("what is folded away is not shown, and counted", () => {
  expect(say(trip, ["a"])).toEqual(["a3", "d"]);
  expect(say(trip, ["b"])).toEqual(["a3", "-b1", "-e", "d"]);
});

test("a row whose parent is not shown stands at the top", () => {
  expect(say(trip.filter(({ id }) => id !== "a"))).toEqual(["b1", "-c", "d", "e"]);
});

test("no row is lost, whatever is below what", () => {
  const ids = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const anyFamily = fc.array(fc.option(fc.constantFrom(...ids), { nil: null }), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(anyFamily, (parents) => {
      const tasks = ids.map((id, place) => task(id, { parent_id: parents[place] ?? null }));
      expect(
        treeOf(tasks, new Set())
          .map((one) => one.task.id)
          .sort(),
      ).toEqual(ids);
    }),
  );
});

/** The rows after a step, as a list shows them. */
function after(tasks: readonly Task[], id: string, direction: Direction): string[] | undefined {
  const rows = treeOf(tasks, new Set()).map((one) => one.task);
  const placing = placedBy(rows.find((one) => one.id === id) as Task, direction, rows, familyOf(tasks));
  if (!placing) return undefined;
  return say(tasks.map((one) => (one.id === id ? { ...one, ...placing.to } : one)).toSorted(inPlace));
}

test("a step leads up and down among neighbours, with all that is below", () => {
  expect(after(trip, "a", "down")).toEqual(["d", "a3", "-b1", "--c", "-e"]);
  expect(after(trip, "e", "up")).toEqual(["a3", "-e", "-b1", "--c", "d"]);
  expect(after(trip, "b", "up")).toBeUndefined();
  expect(after(trip, "d", "down")).toBeUndefined();
  const three = [task("a"), task("b"), task("c")];
  expect(after(three, "c", "up")).toEqual(["a", "c", "b"]);
  expect(after(three, "a", "down")).toEqual(["b", "a", "c"]);
});

test("a step inwards makes a task the last part of the one above it", () => {
  expect(after(trip, "d", "in")).toEqual(["a4", "-b1", "--c", "-e", "-d"]);
  expect(after(trip, "e", "in")).toEqual(["a3", "-b2", "--c", "--e", "d"]);
  expect(after(trip, "a", "in")).toBeUndefined();
});

test("a step outwards puts a task after what it was part of", () => {
  expect(after(trip, "b", "out")).toEqual(["a1", "-e", "b1", "-c", "d"]);
  expect(after(trip, "c", "out")).toEqual(["a3", "-b", "-c", "-e", "d"]);
  expect(after(trip, "a", "out")).toBeUndefined();
});

test("no step leads deeper than five levels", () => {
  const deep = ["a", "b", "c", "d", "e"].map((id, place, ids) => task(id, { parent_id: ids[place - 1] ?? null }));
  expect(after([...deep, task("f", { parent_id: "d" })], "f", "in")).toBeUndefined();
  expect(after([...deep, task("f", { parent_id: "c" })], "f", "in")).toBeDefined();
  const pair = [task("0"), task("1", { parent_id: "0" })];
  expect(after([...deep, task("f", { parent_id: "c" }), ...pair], "f", "in")).toBeDefined();
  const family = familyOf([...deep, ...pair]);
  expect(family.canBeBelow(pair[0] as Task, deep[2] as Task)).toBe(true);
  expect(family.canBeBelow(pair[0] as Task, deep[3] as Task)).toBe(false);
});

test("no task gets into itself, or into a part of its own", () => {
  const family = familyOf(trip);
  const [a, b] = trip as [Task, Task];
  expect(family.canBeBelow(a, a)).toBe(false);
  expect(family.canBeBelow(a, b)).toBe(false);
  expect(family.canBeBelow(b, a)).toBe(true);
});

test("completing takes what is open below, and opening what was completed with it", () => {
  const at = "2026-11-02T08:00:00Z";
  const done = (id: string, completed_at: string, parent_id: string | null) =>
    task(id, { completed: true, completed_at, parent_id });
  const family = [
    done("a", at, null),
    done("b", at, "a"),
    done("c", "2026-11-01T08:00:00Z", "a"),
    task("d", { parent_id: "b" }),
  ];
  const ids = (completed: boolean) => changingWith(familyOf(family), family[0] as Task, completed).map(({ id }) => id);
  expect(ids(false)).toEqual(["b"]);
  expect(ids(true)).toEqual(["d"]);
});
