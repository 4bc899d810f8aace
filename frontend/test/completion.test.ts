/** What is offered while a tag or a list is being typed. */

import { expect, test } from "vitest";
import { type Asked, askedAt, askedInTags, offersFor, withWord } from "../lib/tasks/completion";

const all = ["home", "Homework", "garden", "Ärger", "shopping"].map((name) => ({ id: name, name }));
const offered = (text: string, caret = text.length) => {
  const asked = askedAt(text, caret);
  return asked && offersFor(asked, all).offers.map(({ name }) => name);
};
/** What Enter takes. */
const meant = (text: string) => {
  const asked = askedAt(text, text.length);
  const { offers, isMeant } = offersFor(asked as Asked, all);
  return isMeant ? offers[0]?.name : undefined;
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

test("Enter takes what the tag may become, and never another tag than the one that is written", () => {
  expect(meant("#ho")).toBe("home");
  expect(meant("#home")).toBeUndefined();
  expect(meant("#HOME")).toBeUndefined();
  expect(meant("#pin")).toBeUndefined();
  expect(offered("#pin")).toEqual(["shopping"]);
});

test("a list that is written out is offered first, and Enter takes it", () => {
  expect(offered("@home")).toEqual(["home", "Homework"]);
  expect(meant("@Home")).toBe("home");
  expect(meant("@work")).toBeUndefined();
  expect(offered("@work")).toEqual(["Homework"]);
});

test("what is chosen takes the place of the word, with one space after it", () => {
  const asked = askedAt("Buy #ho  now", 7);
  expect(asked && withWord("Buy #ho now", asked, "#home")).toEqual({ text: "Buy #home now", caret: 10 });
  expect(asked && withWord("Buy #ho now", asked, "")).toEqual({ text: "Buy now", caret: 4 });
});

test("in a field of tags each word is asked about, with a mark or without, and what is there already is not offered", () => {
  expect(askedInTags("leaves, ho", 10)).toMatchObject({ kind: "tag", word: "ho", from: 8, to: 10 });
  expect(askedInTags("leaves #ho", 10)).toMatchObject({ kind: "tag", word: "ho", from: 7, to: 10 });
  expect(askedInTags("ho, leaves", 2)).toMatchObject({ word: "ho", from: 0, to: 2 });
  expect(askedInTags("leaves, ", 8)).toBeUndefined();
  expect(askedInTags("home", 2)).toBeUndefined();
  const asked = askedInTags("home, ho", 8) as Asked;
  expect(offersFor(asked, all).offers.map(({ name }) => name)).toEqual(["Homework", "shopping"]);
  expect(withWord("home, ho", asked, "Homework")).toEqual({ text: "home, Homework ", caret: 15 });
  expect(withWord("ho, leaves", askedInTags("ho, leaves", 2) as Asked, "home")).toEqual({
    text: "home, leaves",
    caret: 4,
  });
});
