/** What becomes of the tags of tasks when one of them is renamed, merged or removed. */

import { describe, expect, test } from "vitest";
import type { Step } from "../lib/commands/step";
import type { Task } from "../lib/domain/task";
import { otherTag, retagged, tagAfter, tagNamed } from "../lib/tasks/retag";

test("a tag keeps its place under its new name", () => {
  expect(retagged(["a", "Home", "b"], "home", "house")).toEqual(["a", "house", "b"]);
  expect(retagged(["home"], "home", "Home")).toEqual(["Home"]);
});

test("a task has a merged tag once, where the one was that is merged", () => {
  expect(retagged(["Work", "x", "job"], "job", "work")).toEqual(["x", "work"]);
  expect(retagged(["job", "Work"], "job", "Work")).toEqual(["Work"]);
});

test("a removed tag goes, and the others stay", () => {
  expect(retagged(["a", "Home", "b"], "home", null)).toEqual(["a", "b"]);
});

test("another tag has a name if it differs in no more than case; a tag's own name is free", () => {
  const tasks = [{ tags: ["Home"] }, { tags: ["Läden", "home"] }];
  expect(otherTag(tasks, "Läden", "hOME")).toBe("Home");
  expect(otherTag(tasks, "home", "HOME")).toBeUndefined();
  expect(otherTag(tasks, "home", "garden")).toBeUndefined();
});

test("a name is what is typed without the mark before it", () => {
  expect(tagNamed("  #to do ")).toBe("to do");
  expect(tagNamed("#")).toBe("#");
});

describe("what a tag is called after steps", () => {
  const step = (itemId: string, before: string[], after: string[]) =>
    ({
      entity: "task",
      itemId,
      before: { id: itemId, tags: before },
      after: { id: itemId, tags: after },
    }) as unknown as Step;
  const task = (id: string, ...tags: string[]) => ({ id, tags }) as unknown as Task;

  test("is what all that had it have instead", () => {
    const steps = [step("1", ["new", "x"], ["old", "x"]), step("2", ["new"], ["old"])];
    expect(tagAfter("new", steps, [task("1", "new", "x"), task("2", "new"), task("3", "x")])).toBe("old");
  });

  test("is its own where some task still has it, or where they have nothing in common", () => {
    const steps = [step("1", ["new"], ["old"])];
    expect(tagAfter("new", steps, [task("1", "new"), task("2", "new")])).toBeUndefined();
    expect(tagAfter("new", [...steps, step("2", ["new"], ["other"])], [])).toBeUndefined();
    expect(tagAfter("new", [step("1", ["x"], ["old"])], [])).toBeUndefined();
  });
});
