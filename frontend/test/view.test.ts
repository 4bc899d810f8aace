/** Filtering, searching and sorting. */

import { expect, test } from "vitest";
import { unscheduled } from "../lib/domain/task";
import type { Task } from "../lib/sync/tasks";
import { searchTasks, tagQuery } from "../lib/tasks/search";
import { sortTasks } from "../lib/tasks/sort";
import { sayWhereSearched } from "../lib/tasks/where-searched";
import { pageViews, taskViewAt, taskViews } from "../views";
import { addressOf, hrefOf } from "../views/address";
import { countByView, defaultsIn, isIn, viewFor } from "../views/tasks";
import type { TaskView } from "../views/view";
import { notShown } from "./support/not-shown";

const today = "2026-11-23";
const lists = { hasList: () => true, isArchived: (id: string | null | undefined) => id === "old" };

function task(title: string, fields: Partial<Task> = {}): Task {
  const at = "2026-11-01T08:00:00Z";
  const nothing = {
    description: null,
    completed: false,
    due_date: null,
    priority: 0,
    tags: [],
    deleted_at: null,
    ...unscheduled,
    ...notShown,
  };
  return { id: title, user_id: "u", title, ...nothing, version: 1, created_at: at, updated_at: at, ...fields };
}

const tasks = [
  task("Éclair for the café", { due_date: "2026-11-23" }),
  task("banana 10", { due_date: "2026-11-20" }),
  task("Banana 9", { due_date: "2026-11-20", completed: true }),
  task("apple", { description: "From the MARKET" }),
];

const titles = (shown: Task[]) => shown.map((one) => one.title);

const view = (path: string) => taskViewAt(path) as TaskView;

test("what is done is never overdue, nor left for today", () => {
  const counts = [...countByView(tasks, { today, ...lists })].map(([{ path }, count]) => [path, count]);
  expect(Object.fromEntries(counts)).toMatchObject({
    "/": 3,
    "/today": 2,
  });
});

test("each view has an address and a place of its own", () => {
  const views = [...taskViews, ...pageViews];
  for (const key of ["path", "rank", "title"] as const)
    expect(new Set(views.map((one) => one[key])).size).toBe(views.length);
});

test("an address of the app's first version means the same view", () => {
  const hrefAt = (path: string, search: string) => hrefOf(addressOf(path, new URLSearchParams(search)));
  expect(hrefAt("/", "show=active&q=a+b&sort=due")).toBe("/?q=a+b&sort=due");
  expect(hrefAt("/", "show=all")).toBe("/all");
  expect(hrefAt("/overdue", "")).toBe("/today");
  expect(hrefAt("/", "show=nonsense&sort=backwards")).toBe("/");
  expect(hrefAt("/today", "show=active&sort=newest")).toBe("/today?sort=newest");
});

test("search ignores case and accents, and looks into descriptions", () => {
  expect(titles(searchTasks(tasks, "ECLAIR cafe"))).toEqual(["Éclair for the café"]);
  expect(titles(searchTasks(tasks, "market"))).toEqual(["apple"]);
  expect(searchTasks(tasks, "  ")).toHaveLength(4);
});

test("titles sort as people sort them", () => {
  expect(titles(sortTasks(tasks, "title"))).toEqual(["apple", "Banana 9", "banana 10", "Éclair for the café"]);
});

test("by due date, the undated come last and equals stay newest first", () => {
  expect(titles(sortTasks(tasks, "due"))).toEqual(["banana 10", "Banana 9", "Éclair for the café", "apple"]);
});

const tagged = [
  task("Milk", { tags: ["Home", "shop"], priority: 3 }),
  task("Essay", { tags: ["homework"], priority: 1 }),
  task("Fix bug #42", { tags: ["Café", "to do"], priority: 2 }),
  task("Ring home", { tags: ["42"] }),
];

const searches: [query: string, titles: string[]][] = [
  ["#home", ["Milk"]],
  ["#HOME milk", ["Milk"]],
  ["#ho", ["Milk", "Essay"]],
  ["#homew", ["Essay"]],
  ["#ho milk", []],
  ["#home #sh", ["Milk"]],
  ["#cafe", ["Fix bug #42"]],
  ['#"to do"', ["Fix bug #42"]],
  ['#"to d', ["Fix bug #42"]],
  ["#42", ["Fix bug #42", "Ring home"]],
  ["!3", ["Milk"]],
  ["!0", ["Ring home"]],
  ["#homework !1", ["Essay"]],
  ["#ho !1", []],
  ["!1 !3", []],
  ["home", ["Ring home"]],
  ["#", ["Fix bug #42"]],
];

for (const [query, found] of searches) {
  test(`a search for ${query} finds ${found.join(" and ") || "nothing"}`, () => {
    expect(titles(searchTasks(tagged, query))).toEqual(found);
  });
}

test("a tag that exists elsewhere is complete, though nothing here has it", () => {
  expect(titles(searchTasks(tagged.slice(1), "#home"))).toEqual(["Essay"]);
  expect(titles(searchTasks(tagged.slice(1), "#home", tagged))).toEqual([]);
});

test("what is put into the search for a tag finds it", () => {
  for (const one of tagged)
    for (const tag of one.tags) expect(titles(searchTasks(tagged, tagQuery(tag)))).toContain(one.title);
});

test("an empty result says where was looked", () => {
  expect(sayWhereSearched("milk")).toBe("in its title or description");
  expect(sayWhereSearched("#home")).toBe("in its tags");
  expect(sayWhereSearched("!2")).toBe("as its priority");
  expect(sayWhereSearched("milk #home !2")).toBe("in its title, description, tags or priority");
});

test("by priority, the highest come first and equals stay as they come", () => {
  const list = [task("a"), task("b", { priority: 1 }), task("c", { priority: 3 }), task("d", { priority: 1 })];
  expect(titles(sortTasks(list, "priority"))).toEqual(["c", "b", "d", "a"]);
});

test("by last change, the latest comes first", () => {
  const at = (time: string) => ({ updated_at: `2026-11-01T08:00:${time}Z` });
  const list = [task("a", at("01.000000")), task("b", at("02.500000")), task("c", at("02.501"))];
  expect(titles(sortTasks(list, "updated"))).toEqual(["c", "b", "a"]);
});

const inOtherScripts: [title: string, finds: string, misses: string][] = [
  ["पानी", "पानी", "अपना"],
  ["अपना", "अपना", "पानी"],
  ["น้ำ", "น้ำ", "นำ"],
  ["தண்ணீர்", "தண்ணீர்", "தணணர"],
  ["がっこう", "がっこう", "かっこう"],
  ["パン", "パン", "ハン"],
  ["Ёлка", "елка", "ялка"],
  ["Καφές", "καφες", "καφος"],
  ["שָׁלוֹם", "שלום", "שלים"],
  ["مُدَرِّس", "مدرس", "مدرم"],
];

for (const [title, finds, misses] of inOtherScripts) {
  test(`marks that are letters count, and accents do not: ${title} is found by ${finds}, not by ${misses}`, () => {
    expect(titles(searchTasks([task(title)], finds))).toEqual([title]);
    expect(searchTasks([task(title)], misses)).toEqual([]);
  });
}

test("what is added in a view belongs to it", () => {
  const nothing = { due_date: null, priority: 0, tags: [] };
  const defaults = (path: string, query: string, of = "") =>
    defaultsIn({ view: view(path), query }, { today, of, ...lists }, tagged);
  expect(defaults("/", "")).toEqual(nothing);
  expect(defaults("/all", "milk")).toEqual(nothing);
  expect(defaults("/tag", "", "Home")).toEqual({ ...nothing, tags: ["Home"] });
  expect(defaults("/today", "")).toEqual({ ...nothing, due_date: today });
  expect(defaults("/", "#HOME #café !2 x")).toEqual({
    ...nothing,
    priority: 2,
    tags: ["Home", "Café"],
  });
  // Which of the two is not known.
  expect(defaults("/", "#ho")).toEqual(nothing);
  expect(defaults("/", "#sh")).toEqual({ ...nothing, tags: ["shop"] });
  expect(defaults("/", "#büro !1 !2")).toEqual({ ...nothing, tags: ["büro"] });
  expect(defaults("/tag", "#HOME", "Home").tags).toEqual(["Home"]);
  const added = task("New", defaults("/today", "#home !3"));
  expect(view("/today").has(added, { today, of: "", ...lists })).toBe(true);
  expect(searchTasks([added], "#home !3", tagged)).toEqual([added]);
});

test("what is in an archived list is out of sight in every view but its own and the log, and a search finds it", () => {
  const old = task("Old plan", { list_id: "old", due_date: today, tags: ["x"] });
  const facts = { today, of: "", ...lists };
  const where = (one: Task, query = "") =>
    taskViews
      .filter(({ path }) => isIn({ view: view(path), query }, { ...facts, of: path === "/tag" ? "x" : "old" })(one))
      .map(({ path }) => path);
  expect(where({ ...old, list_id: "new" })).toEqual(["/today", "/tag", "/all"]);
  expect(where(old)).toEqual(["/list"]);
  expect(where(old, "plan")).toEqual(["/today", "/list", "/tag", "/all"]);
  expect(where({ ...old, due_date: "2026-12-24" })).toEqual(["/list"]);
  expect(where({ ...old, completed: true })).toEqual(["/completed"]);
  const counts = [...countByView([old, task("New", { due_date: today })], { today, ...lists })];
  expect(counts.map(([{ path }, count]) => [path, count])).toContainEqual(["/today", 1]);
});

test("a task that may be anywhere is shown where it is to be seen", () => {
  const hrefFor = (one: Task | undefined) => hrefOf(viewFor(one, lists));
  expect(hrefFor(task("New", { list_id: "new" }))).toBe("/all");
  expect(hrefFor(undefined)).toBe("/all");
  expect(hrefFor(task("Old", { list_id: "old" }))).toBe("/list?id=old");
  expect(hrefFor(task("Old", { list_id: "old", completed: true }))).toBe("/completed");
});
