/** What the add box understands of words: a day, tags, a priority. Each vector says what a person means by a text. */

import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { dayFinder } from "../lib/tasks/due-date";
import { read } from "./reading";

/** `at` is what the clock shows in the zone. */
type Vector = {
  text: string;
  at: string;
  zone: string;
  language: string;
  title: string;
  day: string | null;
  tags: string[];
  priority: number;
};

const vectors: Vector[] = JSON.parse(readFileSync("test/words.vectors.json", "utf8"));

afterEach(() => {
  process.env.TZ = "Europe/Berlin";
});

for (const { text, at, zone, language, title, day, tags, priority } of vectors) {
  test(`"${text}" ${day ? `is due on ${day}` : "has no day"}, written in ${zone} (${language}) at ${at}`, async () => {
    process.env.TZ = zone;
    const fields = read(text, await dayFinder(language), new Date(at));
    expect(fields).toMatchObject({ title, due_date: day, tags, priority });
  });
}
