/** Where a title that is too long goes on. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { faultIn } from "../lib/tasks/limits";
import { continued } from "../lib/tasks/long-title";

const words =
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen";

test("it is cut between two words, and the rest begins the description", () => {
  expect(continued({ title: words, description: null })).toEqual({
    title: "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen…",
    description: "… seventeen eighteen",
  });
  expect(continued({ title: words, description: "With the map" })?.description).toBe(
    "… seventeen eighteen\n\nWith the map",
  );
});

test("a word that is too long alone is cut", () => {
  const { title, description } = continued({ title: "🎉".repeat(120), description: null }) ?? {};
  expect(title).toBe(`${"🎉".repeat(99)}…`);
  expect(description).toBe(`… ${"🎉".repeat(21)}`);
});

test("a title that is short enough stays, and so does one whose rest has no room", () => {
  expect(continued({ title: "🎉".repeat(100), description: null })).toBeUndefined();
  expect(continued({ title: words, description: "x".repeat(995) })).toBeUndefined();
});

test("nothing of any title is lost, and the API takes what comes of it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 101, maxLength: 400 }), (text) => {
      const title = text.trim();
      const split = continued({ title, description: null });
      if (!split) return;
      const together = split.title.replace(/…$/, "") + (split.description ?? "").replace(/^… /, "");
      expect(together.replace(/\s+/g, "")).toBe(title.replace(/\s+/g, ""));
      expect(faultIn({ title: split.title, description: split.description })).toBeUndefined();
    }),
  );
});
