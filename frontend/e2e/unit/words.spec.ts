/** What the add box understands of words: a day, tags, a priority. Each vector says what a person means by a text. */

import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { blank, quickAddOf, toFields } from "../../lib/tasks/draft";
import { dayFinder } from "../../lib/tasks/due-date";

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

test.afterEach(() => {
  process.env.TZ = "Europe/Berlin";
});

for (const { text, at, zone, language, title, day, tags, priority } of vectors) {
  test(`"${text}" ${day ? `is due on ${day}` : "has no day"}, written in ${zone} (${language}) at ${at}`, async () => {
    process.env.TZ = zone;
    const find = await dayFinder(language);
    const draft = { ...blank, text };
    const quick = quickAddOf(draft);
    const fields = toFields(draft, quick, find(quick.rest, new Date(at)));
    expect(fields).toMatchObject({ title, due_date: day, tags, priority });
  });
}
