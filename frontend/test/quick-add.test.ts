/** What the add box understands as tags and priority, and what it leaves to the title. */

import { expect, test } from "vitest";
import { unscheduled } from "../lib/domain/task";
import { blank, type Draft, quickAddOf, toFields, typed, understoodOf } from "../lib/tasks/draft";
import { refusedDraft } from "../lib/tasks/draft-of";
import { readQuickAdd, readTags } from "../lib/tasks/quick-add";
import { takenBack } from "../lib/tasks/taken-back";

const understood: [text: string, rest: string, priority: number, tags: string[]][] = [
  ["Buy milk #home !1", "Buy milk", 1, ["home"]],
  ["!3 #home Buy milk", "Buy milk", 3, ["home"]],
  ["Buy #home milk", "Buy milk", 0, ["home"]],
  ["Buy milk !1 !3 !2", "Buy milk", 2, []],
  ["Buy milk #home #Home #HOME #shop", "Buy milk", 0, ["home", "shop"]],
  ["Buy milk #Straße #STRASSE", "Buy milk", 0, ["Straße"]],
  ["Plan #2027-trip #work/q1 #to_do #a1", "Plan", 0, ["2027-trip", "work/q1", "to_do", "a1"]],
  ["Купить #дом 牛乳 #買い物 #घर #می‌خواهم", "Купить 牛乳", 0, ["дом", "買い物", "घर", "می‌خواهم"]],
  ["Buy milk #home, #shop; !1", "Buy milk", 1, ["home", "shop"]],
  ["Buy milk #home.", "Buy milk", 0, ["home"]],
  ["Two  spaces #home stay", "Two  spaces stay", 0, ["home"]],
];

for (const [text, rest, priority, tags] of understood) {
  test(`"${text}" is "${rest}"`, () => {
    expect(readQuickAdd(text)).toMatchObject({ rest, priority, tags });
  });
}

const leftAlone = [
  "Fix bug #42",
  "Fix #12/12 and #1-2",
  "Learn C# and F#",
  "Read mail#home",
  "Hurry!1",
  "Wow !",
  "Wow !4 !0 !12 !1a",
  "Say #home, then go",
  "see https://ex.com/a#home now",
  "see https://ex.com/!1/#home now",
  "A lone # and #- and ##",
  "#home",
  "!1",
  "#home !1",
  `Buy #${"x".repeat(41)}`,
];

for (const text of leftAlone) {
  test(`"${text.slice(0, 30)}" keeps all its words`, () => {
    expect(readQuickAdd(text)).toEqual({ rest: text, priority: 0, tags: [], marks: [] });
  });
}

test("a tag has at most 40 characters, counted as people count them", () => {
  const longest = "𝒳".repeat(40);
  expect(readQuickAdd(`Buy #${longest}`).tags).toEqual([longest]);
});

test("the twenty-first tag stays text, and one of the twenty said again does not", () => {
  const words = Array.from({ length: 20 }, (_, number) => `#t${number}`).join(" ");
  const { rest, tags } = readQuickAdd(`Buy milk ${words} #one-more #T3`);
  expect(rest).toBe("Buy milk #one-more");
  expect(tags).toHaveLength(20);
});

test("the field for tags takes commas, spaces and the sign", () => {
  expect(readTags(" home, work  #shop,,Home , ")).toEqual(["home", "work", "shop"]);
});

test("tags of other apps stay whole, whatever is in them", () => {
  const known = ["to do", "to do later", "a,b", "#x"];
  expect(readTags("to do, to do later, a,b, #x, to dot", known)).toEqual([...known, "to", "dot"]);
  expect(readTags("home To Do", known)).toEqual(["home", "To Do"]);
});

const found = { day: "2026-11-24", words: "tomorrow", rest: "Buy milk" };

/** A draft after these words were typed letter by letter. */
function type(words: string, from: Draft = blank): Draft {
  let draft = from;
  for (const letter of words) draft = { ...draft, ...typed(draft, draft.text + letter) };
  return draft;
}

/** The draft after the last thing understood was taken back. */
function takeBackLast(draft: Draft): Draft {
  const quick = quickAddOf(draft);
  const day = draft.text.includes("tomorrow") ? found : null;
  const last = understoodOf(draft, quick, day).at(-1);
  return last ? { ...draft, ...takenBack(draft, last, quick, day) } : draft;
}

test("what was understood last is taken back first, and its words become text", () => {
  let draft = type("Buy #home milk tomorrow !1 #shop");
  const titles = [
    ["Buy milk", ["home"], 1, "2026-11-24"],
    ["Buy milk", ["home"], 0, "2026-11-24"],
    ["Buy milk tomorrow !1 #shop", ["home"], 0, null],
    ["Buy #home milk tomorrow !1 #shop", [], 0, null],
  ] as const;
  for (const [title, tags, priority, due_date] of titles) {
    draft = takeBackLast(draft);
    expect(toFields(draft, quickAddOf(draft), found)).toMatchObject({ title, tags, priority, due_date });
  }
});

test("a word taken back stays text when it is typed further, and no other word does", () => {
  const draft = type("me #homework", takeBackLast(type("Buy milk #ho")));
  expect(draft.text).toBe("Buy milk #home #homework");
  expect(quickAddOf(draft)).toMatchObject({ rest: "Buy milk #home", tags: ["homework"] });
});

test("an emptied box forgets what was taken back", () => {
  const draft = takeBackLast(type("Buy milk #home !1"));
  expect(quickAddOf(draft).priority).toBe(0);
  const again = type("Buy milk !1", { ...draft, ...typed(draft, "") });
  expect(quickAddOf(again).priority).toBe(1);
});

test("what is chosen by hand adds to the tags, and outweighs the priority", () => {
  const draft = { ...type("Buy milk #home !1"), tagText: "shop, Home", chosenPriority: 3 };
  const fields = toFields(draft, quickAddOf(draft), null);
  expect(fields).toMatchObject({ title: "Buy milk", tags: ["shop", "Home"], priority: 3 });
});

test("a refused task comes back as it was meant", () => {
  const plain = { ...unscheduled, description: null, due_date: null };
  const fields = { ...plain, title: "Fix #that !1", priority: 2, tags: ["home", "work"] };
  const draft = refusedDraft(fields, { field: "title", message: "Title must be shorter" });
  expect(toFields(draft, quickAddOf(draft), null)).toEqual(fields);
});

test("of a refused task the time, the repeat and the reminder are taken back one by one", () => {
  const plan = { due_time: "17:00", repeat: "FREQ=DAILY", repeat_from: "due", remind_before: 30 } as const;
  const fields = { ...plan, title: "Gym", description: null, due_date: "2026-12-01", priority: 0, tags: [] };
  const draft = refusedDraft(fields, { field: "title", message: "Title must be shorter" });
  const left = (kind: "time" | "repeat" | "reminder") => {
    const one = understoodOf(draft, quickAddOf(draft), null).find((each) => each.kind === kind);
    const after = one && { ...draft, ...takenBack(draft, one, quickAddOf(draft), null) };
    return after && toFields(after, quickAddOf(after), null);
  };
  expect(left("time")).toEqual({ ...fields, due_time: null });
  expect(left("repeat")).toEqual({ ...fields, repeat: null });
  expect(left("reminder")).toEqual({ ...fields, remind_before: null });
});
