/** What holds for any text in which repeats and times are looked for. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { nextDay } from "../lib/domain/repeat/next-day";
import { completeRule, parseRule, spellRule } from "../lib/domain/repeat/rule";
import { whenFinder } from "../lib/tasks/when";

const WORDS = {
  en:
    "standup buy milk the a of by on at every every! each other 2 3rd 1st 31st day days week weeks month year weekday mon tue friday Friday and , & - to until 1 march for 5 times " +
    'starting tomorrow from last first the month 29 feb daily weekly Mondays at 5pm 17:00 25:00 noon 5:30 pm after done remind me 1h before 30 min or except blue moon 0 ( ) " ! . every morning #x !1',
  "de-DE":
    "Sport jeden jede alle zwei 2 Tag Tage Woche Wochen Monat Freitag Montag montags und am 31. um 17 Uhr 9:30 bis 1. März täglich mal 5 letzten nicht oder Fr machen für morgen",
  "fr-FR":
    "sport tous les chaque toutes jours jour 2 deux semaines lundi lundis et mois le 31 à 17h 9h30 midi jusqu'au 1er mars demain fois 5 sauf ou",
  "es-ES":
    "gimnasio cada todos los días día 2 semanas lunes y mes el 31 a las 17:00 5 hasta 1 de marzo mañana veces laborables o",
  "pt-BR": "academia todo toda todos os dias dia a cada 2 semanas segunda e mês no 31 às 17h até amanhã vezes úteis ou",
  "nl-NL":
    "sporten elke elk om de 2 weken dag dagen week vrijdag en maand op 31e om 17 uur 9:30 tot morgen keer werkdag of",
  "it-IT": "palestra ogni giorno giorni 2 settimane lunedì e mese il 31 alle 17 9:30 fino al domani volte feriali o",
  "ja-JP": "掃除 毎日 毎週 毎月 月曜日 と 31日 隔週 3日ごと に 17時 午後5時 9時半 平日 明日 朝 の から",
};

const now = new Date("2026-11-27T16:40");

/** Where no spaces part the words, each character is one. */
const wordsIn = (text: string): string[] =>
  text
    .toLowerCase()
    .match(/[\p{Script=Han}\p{Script=Hiragana}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}])[\p{L}\p{M}\p{N}])+/gu) ?? [];

/** Go with a day, and are in none of the phrases. */
const WITH_A_DAY = new Set(
  "by on for due before until the am bis zum für le avant pour jusqu au el antes del hasta para no na em até a dia op voor tot tegen il entro per fino al に ま で は の o".split(
    " ",
  ),
);

function texts(words: string) {
  const word = fc.constantFrom(...words.split(" "));
  const sentence = fc.array(fc.tuple(word, fc.constantFrom(" ", " ", " ", " ", "")), { minLength: 1, maxLength: 12 });
  const any = fc.oneof(fc.string({ unit: "grapheme", maxLength: 40 }), fc.string({ unit: "binary", maxLength: 40 }));
  return fc.oneof({ weight: 9, arbitrary: sentence.map((all) => all.flat().join("").trim()) }, any);
}

for (const [language, words] of Object.entries(WORDS)) {
  const both = language === "en" ? words : `${words} ${WORDS.en}`;

  test(`nothing is lost of a text, and what is understood is sound (${language})`, async () => {
    const find = await whenFinder(language);
    fc.assert(
      fc.property(texts(both), (text) => {
        const found = find(text, now);
        if (!found) return;
        expect(found.rest.trim()).not.toBe("");
        const kept = wordsIn([found.rest, ...found.phrases.map((phrase) => phrase.words)].join(" "));
        const lost = wordsIn(text).filter((one) => {
          const at = kept.indexOf(one);
          if (at >= 0) kept.splice(at, 1);
          return at < 0;
        });
        const isOfDay = found.phrases.some(({ kind }) => kind === "day");
        expect(lost.filter((one) => !isOfDay || !WITH_A_DAY.has(one))).toEqual([]);
        expect(found.day >= "2026-11-27").toBe(true);
        if (found.time !== undefined) expect(found.time).toMatch(/^([01]\d|2[0-3]):[0-5]\d$/);
        if (found.remindBefore !== undefined) expect(found.remindBefore).toBeLessThanOrEqual(40_320);
        if (found.repeat === undefined) return;
        const rule = parseRule(found.repeat);
        if (!rule) throw new Error(`${found.repeat} is no rule`);
        expect(spellRule(rule)).toBe(found.repeat);
        if (found.repeatFrom === "due") expect(spellRule(completeRule(rule, found.day))).toBe(found.repeat);
        nextDay(rule, found.day, "2026-11-27", found.repeatFrom ?? "due");
      }),
      { numRuns: 1500 },
    );
  });

  test(`a title that is read again means nothing more (${language})`, async () => {
    const find = await whenFinder(language);
    fc.assert(
      fc.property(texts(both), (text) => {
        const found = find(text, now);
        const again = found && find(found.rest, now);
        if (!again) return;
        // "Every morning" stays in the title, and so does a weekday that another day outweighs.
        const said = found.phrases.map(({ words }) => words);
        const more = again.phrases.filter(({ kind, words }) => kind !== "day" && !said.includes(words));
        expect({ text, more }).toEqual({ text, more: [] });
      }),
      { numRuns: 1500 },
    );
  });

  test(`a text without digits and words of time is left alone (${language})`, async () => {
    const find = await whenFinder(language);
    const words = fc.array(fc.constantFrom("milk", "Anna", "über", "牛乳", "x", "(", ")", "—", "🎂", "!"), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(words, (all) => {
        expect(find(all.join(" "), now)).toBeNull();
      }),
      { numRuns: 100 },
    );
  });
}
