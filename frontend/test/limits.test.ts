/** What is said to be wrong before the API could say it. */

import { expect, test } from "vitest";
import { faultFrom, faultIn } from "../lib/tasks/limits";

type Fields = { title: string; description: string | null; tags: string[] };

const task: Fields = { title: "Buy milk", description: null, tags: [] };

test("as much as the API takes is nothing to complain of, counted as it counts", () => {
  const full = { title: `  ${"🎉".repeat(100)}\u0085`, description: "🎉".repeat(1000), tags: ["🎉".repeat(40)] };
  expect(faultIn(full)).toBeUndefined();
  expect(faultIn({ ...task, tags: Array.from({ length: 20 }, (_, number) => `t${number}`) })).toBeUndefined();
});

const faults: [change: Partial<Fields>, field: string, message: string][] = [
  [{ title: "" }, "title", "Title is required"],
  [{ title: " \u001c" }, "title", "Title is required"],
  [{ title: "x".repeat(101) }, "title", "Title must be at most 100 characters"],
  [{ description: "x".repeat(1001) }, "description", "Description must be at most 1000 characters"],
  [{ tags: Array.from({ length: 21 }, (_, number) => `t${number}`) }, "tags", "Tags must be at most 20"],
  [{ tags: ["x".repeat(41)] }, "tags", "Tag must be at most 40 characters"],
];
for (const [change, field, message] of faults) {
  test(`"${message}" is said at its field: ${JSON.stringify(change).slice(0, 30)}`, () => {
    expect(faultIn({ ...task, ...change })).toEqual({ field, message });
  });
}

test("what the API refuses is said at the field that it names, whatever the sentence, and otherwise at the title", () => {
  const detail = "Title and everything else is wrong";
  expect(faultFrom({ detail, field: "due_time" })).toEqual({ field: "due_time", message: detail });
  for (const field of [undefined, "position", "operations"])
    expect(faultFrom({ detail, field })).toEqual({ field: "title", message: detail });
});
