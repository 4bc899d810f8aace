/** How fast the window scrolls under a finger that drags. */

import { expect, test } from "vitest";
import { speedAt } from "../components/dragging/edge-scroll";

test("in the middle nothing scrolls, and nearer to an edge it is faster, upwards above and downwards below", () => {
  expect(speedAt(370, 740)).toBe(0);
  expect(speedAt(112, 740)).toBe(0);
  expect(speedAt(628, 740)).toBe(0);
  expect(speedAt(700, 740)).toBeGreaterThan(0);
  expect(speedAt(730, 740)).toBeGreaterThan(speedAt(700, 740));
  expect(speedAt(40, 740)).toBe(-speedAt(700, 740));
});

test("past the edge it is no faster than at the edge", () => {
  expect(speedAt(900, 740)).toBe(speedAt(740, 740));
  expect(speedAt(-50, 740)).toBe(speedAt(0, 740));
});

test("in a low window something is left in between", () => {
  expect(speedAt(100, 200)).toBe(0);
  expect(speedAt(30, 200)).toBeLessThan(0);
  expect(speedAt(170, 200)).toBeGreaterThan(0);
});
