/** What is offered while a tag or a list is being typed. */

import { expect, test } from "vitest";
import { askedAt, offersFor, withWord } from "../lib/tasks/completion";

const all = ["home", "Homework", "garden", "Ärger", "shopping"].map((name) => ({ id: name, name }));
const offered = (text: string, caret = text.length) => {
  const asked = askedAt(text, caret);
  return asked && offersFor(asked, all).map(({ name }) => name);
};

test("a word that begins with # or @ is asked about, where it ends", () => {
  expect(askedAt("Buy #ho", 7)).toEqual({ kind: "tag", word: "ho", from: 4, to: 7 });
  expect(askedAt("@", 1)).toEqual({ kind: "list", word: "", from: 0, to: 1 });
  expect(askedAt("mail me@ho", 10)).toBeUndefined();
  expect(askedAt("Buy #home", 7)).toBeUndefined();
  expect(askedAt("Buy #home now", 13)).toBeUndefined();
});

test("what begins with the word comes before what has it within, in any case and without marks", () => {
  expect(offered("#h")).toEqual(["home", "Homework", "shopping"]);
  expect(offered("#HOME")).toEqual(["Homework"]);
  expect(offered("#är")).toEqual(["Ärger"]);
  expect(offered("#zz")).toEqual([]);
});

test("what is chosen takes the place of the word, with one space after it", () => {
  const asked = askedAt("Buy #ho  now", 7);
  expect(asked && withWord("Buy #ho now", asked, "#home")).toEqual({ text: "Buy #home now", caret: 10 });
  expect(asked && withWord("Buy #ho now", asked, "")).toEqual({ text: "Buy now", caret: 4 });
});
