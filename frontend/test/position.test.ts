/** Places between places. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { between, inPlace, placeOf, positionAt } from "../lib/domain/position";

const ofApi = fc
  .integer({ min: Date.UTC(2020, 0), max: Date.UTC(2100, 0) })
  .map((moment) => positionAt(new Date(moment).toISOString()));

test("a position of the API's is m and thirteen digits of the microseconds, as PostgreSQL has them", () => {
  const microseconds = BigInt(Date.UTC(2026, 10, 28, 7)) * 1000n + 123456n;
  expect(positionAt("2026-11-28T07:00:00.123456Z")).toBe(`m${microseconds.toString(16).padStart(13, "0")}`);
  expect(positionAt("2026-11-28T07:00:00+00:00")).toBe(positionAt("2026-11-28T07:00:00Z"));
});

test("whatever is moved, and however often, it is where it was put, until the text is full", () => {
  fc.assert(
    fc.property(fc.uniqueArray(ofApi, { maxLength: 5 }), fc.array(fc.nat(), { maxLength: 120 }), (given, places) => {
      const line = given.sort();
      for (const one of places) {
        const place = one % (line.length + 1);
        const found = between(line[place - 1] ?? null, line[place] ?? null);
        expect(found).toMatch(/^[0-9A-Za-z]{0,63}[1-9A-Za-z]$/);
        if (place > 0) expect(found > (line[place - 1] ?? "")).toBe(true);
        if (place < line.length) expect(found < (line[place] ?? "")).toBe(true);
        line.splice(place, 0, found);
      }
    }),
  );
});

test("a thousand moves to either end make no place longer, and 200 to one spot leave room", () => {
  const first = positionAt("2026-11-28T07:00:00Z");
  let [top, end] = [first, first];
  for (let count = 0; count < 1000; count++) {
    top = between(null, top);
    end = between(end, null);
  }
  expect(Math.max(top.length, end.length)).toBeLessThan(20);
  const next = positionAt("2026-11-28T07:00:01Z");
  for (const goesDown of [true, false]) {
    let [low, high] = [first, next];
    for (let count = 0; count < 200; count++) {
      const found = between(low, high);
      expect(found > low && found < high).toBe(true);
      if (goesDown) high = found;
      else low = found;
    }
  }
});

/** The same numbers for the same seed. */
function numbersOf(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test("what two devices put into the same gap has two places there, with room between them", () => {
  const [one, other] = [numbersOf(1), numbersOf(2)];
  const [first, next] = [positionAt("2026-11-28T07:00:00Z"), positionAt("2026-11-28T07:00:01Z")];
  for (const [before, after] of [
    [first, next],
    [first, null],
    [null, first],
    [null, null],
  ] as const) {
    const [here, there] = [between(before, after, one), between(before, after, other)].sort();
    expect(here).not.toBe(there);
    expect(Math.max(here?.length ?? 0, there?.length ?? 0)).toBeLessThanOrEqual(first.length + 1);
    const found = between(here ?? "", there ?? "", one);
    expect(found > (here ?? "") && found < (there ?? "")).toBe(true);
  }
});

test("chance leaves the same room, wherever it falls", () => {
  for (const random of [() => 0, () => 0.999, numbersOf(3)]) {
    for (const goesDown of [true, false]) {
      let [low, high] = [positionAt("2026-11-28T07:00:00Z"), positionAt("2026-11-28T07:00:01Z")];
      for (let count = 0; count < 200; count++) {
        const found = between(low, high, random);
        expect(found > low && found < high).toBe(true);
        if (goesDown) high = found;
        else low = found;
      }
    }
  }
});

test("what shares its place stays there: the id decides", () => {
  expect(between("m1", "m1")).toBe("m1");
  expect(between("m1", "m10")).toBe("m1");
  const full = "z".repeat(64);
  expect(between(full, null)).toBe(full);
});

test("any two positions that the API takes have an answer that is not out of order", () => {
  const any = fc.stringMatching(/^[0-9A-Za-z]{1,64}$/);
  fc.assert(
    fc.property(any, any, (one, other) => {
      const [low = "", high = ""] = [one, other].sort();
      const found = between(low, high);
      expect(found.length).toBeLessThanOrEqual(64);
      expect(found >= low && found <= high).toBe(true);
      expect(between(low, null) >= low).toBe(true);
    }),
  );
});

test("a task from before there were positions is at its creation's time, also for what is moved next to it", () => {
  const old = (id: string, created_at: string) => ({ id, position: "", created_at });
  const [a, b] = [old("a", "2026-11-01T08:00:00Z"), old("b", "2026-11-01T09:00:00Z")];
  const moved = { id: "c", position: between(placeOf(a), placeOf(b)), created_at: "2026-11-02T08:00:00Z" };
  expect([moved, b, a].sort(inPlace)).toEqual([a, moved, b]);
});
