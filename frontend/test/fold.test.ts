/** The same folding of text as the API's, by the vectors that both of them read. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compareCharacters } from "../lib/compare";
import { unscheduled } from "../lib/domain/task";
import { fold, isBlankText, stripAccents, titleKey } from "../lib/fold";
import type { Task } from "../lib/sync/tasks";
import { faultIn } from "../lib/tasks/limits";
import { isSameTag, readQuickAdd, readTags } from "../lib/tasks/quick-add";
import { searchTasks, tagQuery } from "../lib/tasks/search";
import { sortTasks } from "../lib/tasks/sort";
import { notShown } from "./support/not-shown";

type Search = { text: string; query: string; found: boolean; web?: boolean };
type Vectors = Record<
  "same" | "different" | "same_but_for_accents" | "different_in_marks" | "order",
  [string, string, ...string[]][]
> &
  Record<"blank" | "visible" | "tags", string[]> & { search: Search[] };

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf-8"));
const vectors: Vectors = read("../../backend/tests/vectors/folding.json");

let made = 0;
function task(title: string, tags: string[] = []): Task {
  const at = "2026-11-01T08:00:00Z";
  const id = `0000000${++made}`;
  const plain = {
    description: null,
    completed: false,
    due_date: null,
    priority: 0,
    version: 1,
    deleted_at: null,
    ...unscheduled,
    ...notShown,
  };
  return { id, user_id: "u", title, tags, created_at: at, updated_at: at, ...plain };
}

const stripped = (text: string) => stripAccents(fold(text));

test("what differs in case or spelling is the same", () => {
  for (const [one, ...others] of vectors.same)
    for (const other of others) {
      expect(fold(other), other).toBe(fold(one));
      expect(isSameTag(one, other)).toBe(true);
    }
});

test("what differs in more is not the same", () => {
  for (const [one, other] of vectors.different) expect(isSameTag(one, other), `${one} ${other}`).toBe(false);
});

test("accents can be left out, and marks that are letters to their readers stay", () => {
  for (const [one, other] of vectors.same_but_for_accents) expect(stripped(one), other).toBe(stripped(other));
  for (const [one, other] of vectors.different_in_marks) expect(stripped(one), other).not.toBe(stripped(other));
});

test("a title or a tag of nothing visible is required", () => {
  for (const text of vectors.blank) {
    expect(isBlankText(text), JSON.stringify(text)).toBe(true);
    expect(faultIn({ title: text, description: null, tags: [] })?.message).toBe("Title is required");
    expect(faultIn({ title: "x", description: null, tags: [text] })?.message).toBe("Tag is required");
    expect(readTags(text)).toEqual([]);
    expect(readQuickAdd(`${text}#home`).tags).toEqual([]);
  }
  for (const text of vectors.visible) {
    expect(isBlankText(text), JSON.stringify(text)).toBe(false);
    expect(faultIn({ title: text, description: null, tags: [text] })).toBeUndefined();
  }
});

test("the API's document says the same of a blank title", () => {
  const { pattern } = read("../../backend/openapi.json").components.schemas.TaskCreate.properties.title;
  const notBlank = new RegExp(pattern, "u");
  for (const text of vectors.blank) expect(notBlank.test(text), JSON.stringify(text)).toBe(false);
  for (const text of vectors.visible) expect(notBlank.test(text), JSON.stringify(text)).toBe(true);
});

test("titles have the API's order", () => {
  for (const titles of vectors.order) {
    const keys = titles.map(titleKey);
    expect(keys.toSorted(compareCharacters)).toEqual(keys);
    const shuffled = titles.toReversed().map((title) => task(title));
    expect(sortTasks(shuffled, "title").map(({ title }) => title)).toEqual(titles);
  }
});

test("titles that differ only in case keep one order", () => {
  const [one, other] = [task("milk"), task("MILK")];
  expect(sortTasks([other, one], "title")).toEqual([one, other]);
});

for (const { text, query, found, web = found } of vectors.search) {
  test(`a search for ${query} ${web ? "finds" : "does not find"} ${text}`, () => {
    expect(searchTasks([task(text)], query)).toHaveLength(Number(web));
  });
}

test("the link of a tag leads to its tasks, and to no others", () => {
  const tagged = vectors.tags.map((tag) => task("x", [tag]));
  for (const { tags } of tagged)
    for (const tag of tags)
      expect(new Set(searchTasks(tagged, tagQuery(tag)).flatMap((one) => one.tags)), tagQuery(tag)).toEqual(
        new Set(vectors.tags.filter((other) => isSameTag(other, tag))),
      );
});

test("an accent is looked for where some tag has it, and else does not count", () => {
  const tagged = [task("one", ["café"]), task("two", ["cafe"]), task("three", ["thé"])];
  const found = (query: string) => searchTasks(tagged, query).map(({ title }) => title);
  expect(found("#café")).toEqual(["one"]);
  expect(found("#cafe")).toEqual(["two"]);
  expect(found("#the")).toEqual(["three"]);
  expect(found("#caf")).toEqual(["one", "two"]);
});
