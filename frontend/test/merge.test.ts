/** What comes of two changes of the same thing. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { completed, saysTheSame } from "../lib/domain/merge";
import { blankFields, differences, type Editable, isEmpty, merge, type Task, taskFields } from "../lib/domain/task";
import { editableOf } from "../lib/domain/task-version";
import { notShown } from "./support/not-shown";

const base: Editable = { ...blankFields, title: "Buy milk" };

const words = fc.uniqueArray(fc.constantFrom("home", "work", "Straße", "a", "b", "c"), { maxLength: 4 });
const anything: fc.Arbitrary<Editable> = fc.record({
  title: fc.constantFrom("Buy milk", "Buy rice", "Buy oat milk"),
  description: fc.constantFrom(null, "Two litres"),
  due_date: fc.constantFrom(null, "2026-11-30"),
  due_time: fc.constantFrom(null, "17:00"),
  repeat: fc.constantFrom(null, "FREQ=DAILY"),
  repeat_from: fc.constantFrom("due", "completion"),
  remind_before: fc.constantFrom(null, 0, 30),
  priority: fc.constantFrom(0, 1),
  tags: words,
  completed: fc.boolean(),
  list_id: fc.constantFrom(null, "one list"),
  parent_id: fc.constantFrom(null, "one task"),
  position: fc.constantFrom("m1", "m2"),
});

test("what two devices change apart from each other goes together", () => {
  const { wanted, contested } = merge(base, { title: "Buy rice" }, { ...base, description: "Two litres" });
  expect({ wanted, contested }).toEqual({ wanted: { title: "Buy rice" }, contested: [] });
});

test("where both have changed a title, a description, a day or a priority, a person is asked", () => {
  const mine = { title: "Mine", description: "Mine", due_date: "2026-11-30", priority: 1 };
  const theirs = { ...base, title: "Theirs", description: "Theirs", due_date: "2026-12-01", priority: 2 };
  expect(merge(base, mine, theirs).contested).toEqual(Object.keys(mine));
});

test("two devices that each choose a reminder ask a person, and one beside another's day goes together", () => {
  const due = { ...base, due_date: "2026-11-30" };
  expect(merge(due, { remind_before: 30 }, { ...due, remind_before: 0 }).contested).toEqual(["remind_before"]);
  const later = { ...due, due_date: "2026-12-01" };
  expect(merge(due, { remind_before: 30 }, later)).toEqual({ wanted: { remind_before: 30 }, contested: [] });
});

test("of two moves the last one counts, and nobody is asked: no text is lost by a move", () => {
  const mine = { list_id: "mine", position: "m2" };
  const theirs = { ...base, list_id: "theirs", position: "m3" };
  expect(merge(base, mine, theirs)).toEqual({ wanted: mine, contested: [] });
  expect(saysTheSame(taskFields, base, { ...base, position: "m2" })).toBe(true);
  expect(saysTheSame(taskFields, base, { ...base, list_id: "another" })).toBe(false);
});

test("two devices that each add a tag both have it, and what one takes out is out", () => {
  const mine = { tags: ["home", "mine"] };
  const theirs = { ...base, tags: ["HOME", "old", "theirs"] };
  const { wanted, contested } = merge({ ...base, tags: ["home", "old"] }, mine, theirs);
  expect({ wanted, contested }).toEqual({ wanted: { tags: ["HOME", "theirs", "mine"] }, contested: [] });
});

test("a tag of which only the case was changed here has it beside the tags of another device", () => {
  const both = (mine: string[], theirs: string[]) =>
    merge({ ...base, tags: ["Home"] }, { tags: mine }, { ...base, tags: theirs });
  expect(both(["home"], ["Home", "garden"])).toEqual({ wanted: { tags: ["home", "garden"] }, contested: [] });
  expect(both(["home"], ["garden"])).toEqual({ wanted: {}, contested: [] });
  expect(both(["Home", "garden"], ["home"])).toEqual({ wanted: { tags: ["home", "garden"] }, contested: [] });
});

test("more tags than a task can have are asked about", () => {
  const many = (name: string) => Array.from({ length: 15 }, (_, number) => `${name}${number}`);
  expect(merge(base, { tags: many("mine") }, { ...base, tags: many("theirs") }).contested).toEqual(["tags"]);
});

test("whatever is not asked about is as both wanted it", () => {
  fc.assert(
    fc.property(anything, anything, anything, (before, mine, theirs) => {
      const fields = differences(before, mine);
      const { wanted, contested } = merge(before, fields, theirs);
      const merged = { ...theirs, ...wanted };
      const names = Object.keys(taskFields) as (keyof Editable)[];
      for (const name of names.filter((one) => !contested.includes(one) && one !== "tags")) {
        const isMine = name in fields;
        expect(merged[name]).toEqual(isMine ? mine[name] : theirs[name]);
      }
      for (const tag of mine.tags.filter((one) => !before.tags.includes(one))) expect(merged.tags).toContain(tag);
    }),
  );
});

test("a change that is there already is nothing to ask about", () => {
  fc.assert(
    fc.property(anything, anything, (before, after) =>
      isEmpty(merge(before, differences(before, after), after).wanted),
    ),
  );
});

test("a row from before a field existed is not a row that differs in it", () => {
  const { priority: _, ...older } = { ...base };
  expect(differences(older, { ...base, priority: 3 })).toEqual({});
  expect(completed(taskFields, older as Editable)).toEqual(base);
  const at = "2026-11-01T08:00:00Z";
  const task: Task = {
    ...notShown,
    ...base,
    id: "1",
    user_id: "u",
    created_at: at,
    updated_at: at,
    version: 1,
    deleted_at: null,
  };
  expect(editableOf(task)).toEqual(base);
});
