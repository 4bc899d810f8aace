/** What is understood of words that are typed into the title of a task that is there already. */

import { expect, test } from "vitest";
import { unscheduled } from "../lib/domain/task";
import { dayFinder } from "../lib/tasks/due-date";
import { keptAfter, nothingKept, titleWords, understoodIn, withWords } from "../lib/tasks/title-words";

const TODAY = "2026-11-27";
const task = {
  ...unscheduled,
  title: "Buy milk",
  description: "Two litres",
  due_date: null,
  priority: 0,
  tags: ["to do"],
};

async function edited(title: string, { before = "Buy milk", kept = nothingKept } = {}) {
  const words = titleWords({ ...task, title }, before, kept);
  const find = await dayFinder("en-GB");
  const found = find(words.quick.rest, TODAY);
  return { words, found, fields: withWords(words, found), understood: understoodIn(words, found) };
}

test("new words mean a day, a tag, a priority, beside what the task has", async () => {
  const { fields, understood } = await edited("Buy milk tomorrow #home !2");
  expect(fields).toEqual({ ...task, due_date: "2026-11-28", priority: 2, tags: ["to do", "home"] });
  expect(understood.map(({ kind }) => kind)).toEqual(["due", "tag", "priority"]);
});

test("words that the title had before mean nothing new", async () => {
  const { fields, understood } = await edited("Reread Tomorrow #9a !1", { before: "Read Tomorrow #9a !1" });
  expect(fields).toEqual({ ...task, title: "Reread Tomorrow #9a !1" });
  expect(understood).toEqual([]);
});

test("what was taken back stays words", async () => {
  const first = await edited("Buy milk tomorrow #home");
  const due = first.understood.find(({ kind }) => kind === "due");
  const tag = first.understood.find(({ kind }) => kind === "tag");
  if (!due || !tag) throw new Error("Nothing was understood.");
  const withoutDay = await edited("Buy milk tomorrow #home", { kept: keptAfter(first.words, due, first.found) });
  expect(withoutDay.fields).toMatchObject({ title: "Buy milk tomorrow", due_date: null, tags: ["to do", "home"] });
  const kept = keptAfter(withoutDay.words, tag, withoutDay.found);
  expect((await edited("Buy milk tomorrow #home", { kept })).fields).toEqual({
    ...task,
    title: "Buy milk tomorrow #home",
  });
});

test("a day in words outweighs the day that the task had", async () => {
  const words = titleWords({ ...task, title: "Buy milk on monday", due_date: "2026-12-24" }, "Buy milk", nothingKept);
  const find = await dayFinder("en-GB");
  expect(withWords(words, find(words.quick.rest, TODAY))).toMatchObject({ title: "Buy milk", due_date: "2026-11-30" });
});
