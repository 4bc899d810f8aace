/** Repeats as they are shown are understood where they are typed. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { completeRule, parseRule, type RepeatFrom, spellRule } from "../lib/domain/repeat/rule";
import { sayRepeat } from "../lib/domain/repeat/say-repeat";
import { repeatReader } from "../lib/tasks/reading";

const today = "2026-11-25";

const { next }: { next: { repeat: string }[] } = JSON.parse(
  readFileSync("../backend/tests/vectors/repeats.json", "utf8"),
);
const rules = [...new Set(next.map(({ repeat }) => repeat))]
  .filter((_, place) => place < 50 || place % 5 === 0)
  .slice(0, 300)
  .flatMap((text) => parseRule(text) ?? [])
  // Of these the words are not read: days of a year that are counted in a month, and a task that comes once.
  .filter(({ nth, month }) => !(nth && (month || nth.place < -1)))
  .filter(({ month, monthDay }) => !(month && (!monthDay || monthDay === -1 || monthDay > 29)))
  .filter(({ count, until }) => count !== 1 && (!until || until > "2028-12-31"));

for (const locale of ["en-GB", "en-US", "de-DE", "fr-FR", "es-ES", "pt-BR", "nl-NL", "it-IT", "ja-JP"]) {
  test(`a repeat that is shown means the same where it is typed (${locale})`, async () => {
    const read = await repeatReader(locale);
    const now = new Date(`${today}T10:00`);
    const mean = (from: RepeatFrom) =>
      rules.flatMap((rule) => {
        const words = sayRepeat(rule, locale, from);
        const found = read(words, today, now);
        const wanted = spellRule(from === "due" ? completeRule(rule, today) : rule);
        return found?.repeat === wanted && found.repeatFrom === from ? [] : [[words, wanted, found?.repeat]];
      });
    expect(rules.length).toBeGreaterThan(100);
    expect([...mean("due"), ...mean("completion")]).toEqual([]);
  });
}
