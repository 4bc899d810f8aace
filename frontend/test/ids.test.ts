/** The ids that a browser makes. */

import { afterEach, expect, test, vi } from "vitest";
import { newId } from "../lib/api/ids";

afterEach(() => void vi.restoreAllMocks());

test("an id is a UUID of version 7, and no two are the same", () => {
  const ids = Array.from({ length: 10_000 }, newId);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(ids.length);
});

test("what is made later has a greater id, however much is made at once, and though the clock is set back", () => {
  const clock = vi.spyOn(Date, "now").mockReturnValue(Date.UTC(2030, 0, 1));
  const ids = Array.from({ length: 10_000 }, newId);
  clock.mockReturnValue(Date.UTC(2029, 0, 1));
  ids.push(newId());
  clock.mockReturnValue(Date.UTC(2031, 0, 1));
  ids.push(newId());
  expect(ids.toSorted()).toEqual(ids);
});

test("an id begins with its time in milliseconds", () => {
  const now = Date.UTC(2032, 5, 7, 8, 9, 10, 11);
  vi.spyOn(Date, "now").mockReturnValue(now);
  expect(Number.parseInt(newId().replaceAll("-", "").slice(0, 12), 16)).toBe(now);
});
