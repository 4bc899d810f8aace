/** What the browser calls its language, and what is made of it. */

import { afterEach, expect, test, vi } from "vitest";
import { firstWeekday } from "../lib/first-weekday";
import { usableLocale } from "../lib/locale";

const names: [said: (string | undefined)[], used: string][] = [
  [["de-DE"], "de-DE"],
  [["en-US@posix"], "en-US"],
  [["de_DE.UTF-8"], "de-DE"],
  [["fr_FR@euro"], "fr-FR"],
  [["c"], "en"],
  [["C"], "en"],
  [["POSIX", "c"], "en"],
  [["c", "pt-BR", "en"], "pt-BR"],
  [[""], "en"],
  [[undefined], "en"],
  [[], "en"],
  [["*"], "en"],
  [["zh-Hant-TW"], "zh-Hant-TW"],
  [["xx-nonsense-", "it"], "it"],
];

for (const [said, used] of names) {
  test(`a browser that says ${JSON.stringify(said)} is written to in ${used}`, () => {
    const locale = usableLocale(said);
    expect(locale).toBe(used);
    expect(() => new Date().toLocaleDateString(locale)).not.toThrow();
  });
}

afterEach(() => vi.unstubAllGlobals());

const firstOnes: [locale: string, day: number][] = [
  ["en-GB", 1],
  ["de-DE", 1],
  ["en-US", 0],
  ["pt-BR", 0],
  ["ar-EG", 6],
];

for (const [locale, day] of firstOnes) {
  test(`a week of ${locale} begins with day ${day}`, () => expect(firstWeekday(locale)).toBe(day));
}

test("a week begins with Monday where the browser does not know", () => {
  vi.stubGlobal("Intl", { Locale: class {} });
  expect(firstWeekday("en-US")).toBe(1);
});
