/** What the add box understands of words: days, times, repeats, reminders. Each vector says what a person means by a text. */

import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { whenFinder } from "../lib/tasks/when";
import { readWhen } from "./reading";

/** `at` is what the clock shows in the zone. */
type Text = { text: string; at: string; zone: string; language: string };
type Meant = { title: string; day: string | null; tags: string[]; priority: number };
type Vector = Text &
  Meant & {
    time: string | null;
    repeat: string | null;
    repeat_from: "due" | "completion" | null;
    remind_before: number | null;
  };

const vectors: Vector[] = JSON.parse(readFileSync("test/when.vectors.json", "utf8"));
const ofDays: (Text & Meant)[] = JSON.parse(readFileSync("test/words.vectors.json", "utf8"));

const keyOf = ({ text, at, language }: Text) => [text, at, language].join("|");
const withMore = new Set(vectors.map(keyOf));

afterEach(() => {
  process.env.TZ = "Europe/Berlin";
});

for (const { text, at, zone, language, ...meant } of vectors) {
  const said = [meant.day, meant.time, meant.repeat, meant.repeat_from === "completion" && "from completion"];
  test(`"${text}" means ${said.filter(Boolean).join(" ") || "no day"}, written in ${zone} (${language}) at ${at}`, async () => {
    process.env.TZ = zone;
    expect(readWhen(text, await whenFinder(language), new Date(at))).toMatchObject(meant);
  });
}

test("texts that say no more than a day mean that day still", async () => {
  const nothing = { time: null, repeat: null, repeat_from: null, remind_before: null };
  for (const vector of ofDays) {
    if (withMore.has(keyOf(vector))) continue;
    const { text, at, zone, language, ...meant } = vector;
    process.env.TZ = zone;
    const found = readWhen(text, await whenFinder(language), new Date(at));
    expect({ text, ...found }).toMatchObject({ text, ...meant, ...nothing });
  }
});

test("what is taken back is text, and the rest is understood", async () => {
  const find = await whenFinder("en-GB");
  const now = new Date("2026-11-27T16:40");
  const text = "Standup every friday at 9am, remind me 10m before";
  const all = readWhen(text, find, now);
  expect(all).toMatchObject({ title: "Standup", time: "09:00", repeat: "FREQ=WEEKLY;BYDAY=FR", remind_before: 10 });
  expect(all.phrases.map(({ kind, words }) => [kind, words])).toEqual([
    ["reminder", "remind me 10m before"],
    ["time", "at 9am"],
    ["repeat", "every friday"],
  ]);
  const without = (kept: string) => readWhen(text, find, now, [kept]);
  expect(without("at 9am")).toMatchObject({ title: "Standup at 9am", time: null, repeat: "FREQ=WEEKLY;BYDAY=FR" });
  expect(without("every friday")).toMatchObject({ title: "Standup every friday", time: "09:00", repeat: null });
  expect(without("")).toEqual(all);
  expect(without("remind me")).toMatchObject({ title: "Standup, remind me 10m before", remind_before: null });
});
