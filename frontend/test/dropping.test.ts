/** Where dragged tasks land: from where the pointer is to their places. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { familyOf, MOST_LEVELS } from "../lib/domain/family";
import { inPlace } from "../lib/domain/position";
import { blankFields, type Task } from "../lib/domain/task";
import { type Pointer, placedAt, spotAt, stepsTo } from "../lib/tasks/dropping";
import { treeOf } from "../lib/tasks/tree";

function task(id: string, fields: Partial<Task> = {}): Task {
  const at = "2026-11-01T08:00:00Z";
  const known = { user_id: "u", created_at: at, updated_at: at, version: 1, deleted_at: null, completed_at: null };
  return { ...blankFields, ...known, title: id, position: id, ...fields, id };
}

/** a, with b (with c) and e in it; then d, then f. */
const trip = [
  task("a"),
  task("b", { parent_id: "a" }),
  task("c", { parent_id: "b" }),
  task("e", { parent_id: "a" }),
  task("d"),
  task("f"),
];

const say = (tasks: readonly Task[], folded: string[] = []) =>
  treeOf(tasks.toSorted(inPlace), new Set(folded))
    .map(({ task: { id }, level }) => "-".repeat(level) + id)
    .join(" ");

/** What the list looks like after those were dropped on that row; undefined where they cannot be. */
function dropped(tasks: readonly Task[], ids: string, over: string, pointer: Partial<Pointer>, folded: string[] = []) {
  const rows = treeOf(tasks.toSorted(inPlace), new Set(folded));
  const family = familyOf(tasks);
  const dragged = rows.flatMap(({ task }) => (ids.includes(task.id) ? [task] : []));
  const index = rows.findIndex(({ task }) => task.id === over);
  const spot = spotAt(dragged, { index, down: 0, levels: 0, ...pointer }, rows, family);
  if (!spot) return undefined;
  const placings = placedAt(
    dragged,
    spot,
    rows.map(({ task }) => task),
    family,
  );
  const to = new Map(dragged.map(({ id }, place) => [id, placings[place]?.to]));
  return tasks.map((one) => ({ ...one, ...to.get(one.id) }));
}

const after = (...args: Parameters<typeof dropped>) => {
  const tasks = dropped(...args);
  return tasks && say(tasks);
};

const [UPPER, MIDDLE, LOWER] = [0.1, 0.5, 0.9];

test("a task lands in front of the row whose upper edge it is at, and after the one whose lower edge", () => {
  expect(say(trip)).toBe("a -b --c -e d f");
  expect(after(trip, "f", "d", { down: UPPER })).toBe("a -b --c -e f d");
  expect(after(trip, "d", "f", { down: LOWER })).toBe("a -b --c -e f d");
  expect(after(trip, "f", "a", { down: UPPER })).toBe("f a -b --c -e d");
  expect(after(trip, "e", "b", { down: UPPER })).toBe("a -e -b --c d f");
});

test("in the middle of a row it becomes the last part of that task, also of a folded one", () => {
  expect(after(trip, "d", "f", { down: MIDDLE })).toBe("a -b --c -e f -d");
  expect(after(trip, "d", "a", { down: MIDDLE })).toBe("a -b --c -e -d f");
  expect(after(trip, "d", "a", { down: MIDDLE }, ["a"])).toBe("a -b --c -e -d f");
});

test("to the right it goes below the row above the gap, to the left out of what it is in", () => {
  expect(after(trip, "f", "f", { down: MIDDLE, levels: 1 })).toBe("a -b --c -e d -f");
  expect(after(trip, "d", "d", { down: MIDDLE, levels: 2 })).toBe("a -b --c -e --d f");
  expect(after(trip, "d", "d", { down: MIDDLE, levels: 1 })).toBe("a -b --c -e -d f");
  expect(after(trip, "e", "e", { down: MIDDLE, levels: -1 })).toBe("a -b --c e d f");
  expect(after(trip, "d", "e", { down: UPPER, levels: 2 })).toBe("a -b --c --d -e f");
});

test("between a task and its first part there is only its own level", () => {
  expect(after(trip, "d", "b", { down: UPPER, levels: -3 })).toBe("a -d -b --c -e f");
  expect(after(trip, "d", "a", { down: LOWER, levels: 0 })).toBe("a -d -b --c -e f");
});

test("a task takes along what is below it, and cannot get into that", () => {
  expect(after(trip, "b", "f", { down: LOWER, levels: -1 })).toBe("a -e d f b -c");
  expect(after(trip, "b", "f", { down: MIDDLE })).toBe("a -e d f -b --c");
  // Over its own parts it is where it was.
  expect(after(trip, "b", "c", { down: MIDDLE })).toBe("a -b --c -e d f");
  expect(after(trip, "a", "c", { down: MIDDLE, levels: 4 })).toBe(say(trip));
});

test("no task gets deeper than there are levels", () => {
  const deep = [..."abcde"].map((id, level) =>
    task(id, { parent_id: level > 0 ? ("abcde"[level - 1] ?? null) : null }),
  );
  const tasks = [...deep, task("x"), task("y", { parent_id: "x" })];
  // There is no room in the last one, so that it lands beside it, as near as it can.
  expect(after(tasks, "x", "e", { down: MIDDLE })).toBe("a -b --c ---d ----e x -y");
  expect(after(tasks, "y", "e", { down: 0.6, levels: 3 })).toBe("a -b --c ---d ----e ----y x");
  expect(after(tasks, "x", "e", { down: LOWER, levels: 9 })).toBe("a -b --c ---d ----e ---x ----y");
});

test("several go together, in their order, and what is between them stays", () => {
  expect(after(trip, "ef", "a", { down: UPPER, levels: -1 })).toBe("e f a -b --c d");
  expect(after(trip, "df", "c", { down: MIDDLE })).toBe("a -b --c ---d ---f -e");
  expect(after(trip, "ad", "f", { down: LOWER })).toBe("f a -b --c -e d");
});

test("where nothing changes, nothing is written", () => {
  const rows = treeOf(trip.toSorted(inPlace), new Set());
  const shown = rows.map(({ task }) => task);
  const family = familyOf(trip);
  const placings = (id: string, index: number, down: number) => {
    const dragged = shown.filter((one) => one.id === id);
    const spot = spotAt(dragged, { index, down, levels: 0 }, rows, family);
    return spot && placedAt(dragged, spot, shown, family);
  };
  expect(placings("d", 4, MIDDLE)).toEqual([]);
  expect(placings("d", 5, UPPER)).toEqual([]);
  expect(placings("f", 4, LOWER)).toEqual([]);
});

test("alone in its list a task stays where it is", () => {
  const only = [task("a")];
  const rows = treeOf(only, new Set());
  const spot = spotAt(only, { index: 0, down: MIDDLE, levels: 2 }, rows, familyOf(only));
  expect(spot && placedAt(only, spot, only, familyOf(only))).toEqual([]);
});

test("a part whose task is not shown stays a part of it", () => {
  const shown = [task("b", { parent_id: "gone" }), task("d"), task("f")];
  const moved = dropped(shown, "b", "f", { down: LOWER });
  expect(moved && say(moved)).toBe("d f b");
  expect(moved?.find(({ id }) => id === "b")?.parent_id).toBe("gone");
});

test("wherever tasks are dropped, all of them are there, and none is too deep", () => {
  const letters = [..."abcdefghij"];
  const forest = fc
    .array(fc.tuple(fc.nat(), fc.boolean()), { minLength: letters.length, maxLength: letters.length })
    .map((seeds) => {
      const tasks: Task[] = [];
      for (const [place, [seed, isTop]] of seeds.entries()) {
        const parent = tasks[seed % Math.max(1, tasks.length)];
        const isFree = parent && familyOf([...tasks]).above(parent).length + 1 < MOST_LEVELS;
        tasks.push(task(letters[place] ?? "", { parent_id: isTop || !isFree ? null : parent.id }));
      }
      return tasks;
    });
  const moves = fc.array(
    fc.tuple(fc.nat(9), fc.nat(9), fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: -5, max: 5 })),
  );
  fc.assert(
    fc.property(forest, moves, (start, drags) => {
      let tasks: readonly Task[] = start;
      for (const [from, over, down, levels] of drags) {
        const next = dropped(tasks, letters[from] ?? "", letters[over] ?? "", { down, levels });
        if (!next) continue;
        tasks = next;
        const rows = treeOf(tasks.toSorted(inPlace), new Set());
        expect(rows.length).toBe(letters.length);
        for (const { task, level } of rows) expect(familyOf(tasks).above(task).length).toBe(level);
        expect(Math.max(...rows.map(({ level }) => level))).toBeLessThan(MOST_LEVELS);
      }
    }),
  );
});

test("an item of a line goes by as many places as there are between it and the gap", () => {
  expect(stepsTo(2, 0, false)).toBe(-2);
  expect(stepsTo(2, 0, true)).toBe(-1);
  expect(stepsTo(0, 2, true)).toBe(2);
  expect(stepsTo(0, 2, false)).toBe(1);
  expect([stepsTo(1, 1, false), stepsTo(1, 1, true), stepsTo(1, 0, true), stepsTo(1, 2, false)]).toEqual([0, 0, 0, 0]);
});
