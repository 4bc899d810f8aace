/** What the browser calls its language, and what is made of it. */

import { expect, test } from "vitest";
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
