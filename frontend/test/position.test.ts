/** Places in an order by hand. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { atBeginning, atEnd, between } from "../lib/domain/position";

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** As the API takes them: none ends with the smallest digit. */
const place = fc
  .string({ unit: fc.constantFrom(...digits), minLength: 1, maxLength: 20 })
  .filter((text) => !text.endsWith("0"));

test("there is always a place between two others, before the first and after the last", () => {
  fc.assert(
    fc.property(place, place, (one, other) => {
      fc.pre(one !== other);
      const [low, high] = one < other ? [one, other] : [other, one];
      const middle = between(low, high);
      expect(middle > low && middle < high, `${low} < ${middle} < ${high}`).toBe(true);
      expect(between(null, low) < low).toBe(true);
      expect(between(high, null) > high).toBe(true);
      for (const made of [middle, between(null, low), between(high, null)]) expect(made).not.toMatch(/0$/);
    }),
  );
});

test("hundreds of moves into the same gap are possible before two share a place", () => {
  let [low, high] = [atEnd(1), atEnd(2)];
  for (let moves = 0; moves < 250; moves++) {
    const middle = between(low, high);
    expect(middle > low && middle < high && middle.length <= 64).toBe(true);
    if (moves % 2) low = middle;
    else high = middle;
  }
  for (let moves = 0; moves < 500; moves++) high = between(low, high);
  expect(high.length).toBeLessThanOrEqual(64);
});

test("what is put at the beginning or at the end later comes before or after what was there", () => {
  expect(atEnd(2) > atEnd(1)).toBe(true);
  expect(atBeginning(atEnd(1), 1) < atEnd(1)).toBe(true);
  expect(atBeginning(atBeginning(null, 1), 2) < atBeginning(null, 1)).toBe(true);
  expect(atBeginning("A", 3) < "A").toBe(true);
  expect(atEnd(Date.parse("2026-11-28T00:00:00Z"))).toMatch(/^m[0-9a-f]{13}$/);
});
