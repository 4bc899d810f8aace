/** What is understood of words that are typed into the title of a task that is there already. */

import { expect, test } from "vitest";
import { unscheduled } from "../lib/domain/task";
import { readingWhen } from "../lib/tasks/reading";
import { askedIn, keptAfter, nothingKept, titleWords, understoodIn, withWords } from "../lib/tasks/title-words";
import { whenFinder } from "../lib/tasks/when";

const now = new Date("2026-11-27T10:00");
const read = readingWhen(await whenFinder("en-GB"));
const task = {
  ...unscheduled,
  title: "Buy milk",
  description: "Two litres",
  due_date: null,
  priority: 0,
  tags: ["to do"],
};

async function edited(title: string, { before = "Buy milk", kept = nothingKept, had = {} } = {}) {
  const words = titleWords({ ...task, ...had, title }, before, kept);
  const found = read(askedIn(words), now);
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
  expect(withWords(words, read(askedIn(words), now))).toMatchObject({ title: "Buy milk", due_date: "2026-11-30" });
});

test("a repeat and a time are those of the day that the task has", async () => {
  const { fields } = await edited("Buy milk every month at 5pm", { had: { due_date: "2026-12-15" } });
  expect(fields).toMatchObject({
    title: "Buy milk",
    due_date: "2026-12-15",
    due_time: "17:00",
    repeat: "FREQ=MONTHLY;BYMONTHDAY=15",
  });
  const friday = await edited("Buy milk every friday", { had: { due_date: "2026-12-15" } });
  expect(friday.fields).toMatchObject({ due_date: "2026-12-18", repeat: "FREQ=WEEKLY;BYDAY=FR" });
});

test("a reminder is one of the day that the task has, or that is said with it", async () => {
  const title = "Buy milk, remind me 1h before";
  const had = { due_date: "2026-12-15", due_time: "17:00" };
  const { fields, understood } = await edited(title, { had });
  expect(fields).toMatchObject({ ...had, title: "Buy milk", remind_before: 60 });
  expect(understood.map(({ kind }) => kind)).toEqual(["reminder"]);
  expect((await edited("Buy milk tomorrow, remind me 1h before")).fields).toMatchObject({
    title: "Buy milk",
    due_date: "2026-11-28",
    remind_before: 60,
  });
  expect((await edited(title)).fields).toMatchObject({ title, due_date: null, remind_before: null });
  const halfSaid = "Buy milk, remind me 1h before the show";
  expect((await edited(halfSaid, { had })).fields).toMatchObject({ title: halfSaid, remind_before: null });
});

test("new words of a day leave the reminder that the task has", async () => {
  const had = { due_date: "2026-12-15", remind_before: 30 };
  expect((await edited("Buy milk tomorrow", { had })).fields).toMatchObject({
    due_date: "2026-11-28",
    remind_before: 30,
  });
});

test("a repeat, a time and a reminder of the title before stay words", async () => {
  const before = "Read mail every friday at 5pm remind me 1h before";
  const title = "Reread mail every friday at 5pm remind me 1h before";
  expect((await edited(title, { before })).understood).toEqual([]);
});

test("each of a day, a time, a repeat and a reminder is taken back alone", async () => {
  const title = "Buy milk every friday at 5pm remind me 1h before";
  const first = await edited(title);
  expect(first.understood.map(({ kind }) => kind)).toEqual(["due", "repeat", "time", "reminder"]);
  const without = async (kind: string) => {
    const one = first.understood.find((one) => one.kind === kind);
    if (!one) throw new Error(`No ${kind} was understood.`);
    return (await edited(title, { kept: keptAfter(first.words, one, first.found) })).fields;
  };
  expect(await without("time")).toMatchObject({
    title: "Buy milk at 5pm",
    due_time: null,
    repeat: "FREQ=WEEKLY;BYDAY=FR",
    remind_before: 60,
  });
  expect(await without("repeat")).toMatchObject({ title: "Buy milk every friday", due_time: "17:00", repeat: null });
  expect(await without("reminder")).toMatchObject({
    title: "Buy milk remind me 1h before",
    due_time: "17:00",
    remind_before: null,
  });
});
