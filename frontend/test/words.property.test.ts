/** What holds for any text that is typed into the add box. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { dayFinder } from "../lib/tasks/due-date";
import { read } from "./reading";

const WORDS = {
  en:
    "buy milk call Anna the a of by on for due before until every each friday fri mon sunday Sunday sun tomorrow Today tonight week next last in 3 days 12 dec 3/4 1/2 12/12 " +
    "2027-01-01 #home #a, #b !1 !3 , . : ( ) \" - — and or not May may 4 9am morning at 5pm 12.12. month from since Black https://ex.com/12/12 #42 1st deadline: 🎂 friday's",
  "de-DE":
    "Milch kaufen am bis morgen heute Freitag Fr jeden der vom 12.12. 12.12 3. Dezember in 3 Tagen und oder früh #haus !2 , nicht übermorgen So nächsten kommenden für spätestens",
  "fr-FR":
    "acheter lait demain le vendredi avant pour 12 décembre dans 3 jours chaque et ou ce soir après-demain lundi prochain #x !1 de aujourd’hui",
  "es-ES":
    "comprar leche mañana el viernes para antes del 12 de diciembre en 3 días cada y o hoy pasado por la próximo que viene #x !1",
  "pt-BR":
    "comprar leite amanhã na sexta até 12 de dezembro em 3 dias cada e ou hoje próxima que vem dia #x !1 segunda depois",
  "nl-NL":
    "melk kopen morgen op vrijdag voor 12 december over 3 dagen elke en of vandaag aanstaande 12-12 #x !1 vanavond tegen",
  "it-IT":
    "comprare latte domani il venerdì entro 12 dicembre tra 3 giorni ogni e o oggi prossimo che viene #x !1 per stasera",
  "ja-JP": "牛乳 を買う 明日 金曜日 に までに 12月12日 12/12 3日後 毎週 の 今夜 #x !1 来週の金曜日 は、",
};

/** Words that go with a day, in all the languages. */
const WITH_A_DAY = new Set(
  (
    "by on for due before until the deadline am bis zum dem für den spätestens kommenden le avant pour el para antes del hasta que viene próximo na no em até a para dia " +
    "próxima vem op voor tegen aanstaande il entro per che に ま で は の"
  ).split(" "),
);

const now = new Date("2026-11-27T16:40");
/** Where no spaces part the words, each character is one. */
const wordsIn = (text: string): string[] =>
  text
    .toLowerCase()
    .match(/[\p{Script=Han}\p{Script=Hiragana}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}])[\p{L}\p{M}\p{N}])+/gu) ?? [];

/** Sentences of words that matter, now and then without a space between them, and any other text. */
function texts(words: string) {
  const word = fc.constantFrom(...words.split(" "));
  const sentence = fc.array(fc.tuple(word, fc.constantFrom(" ", " ", " ", " ", "")), { minLength: 1, maxLength: 10 });
  const any = fc.string({ unit: "grapheme", maxLength: 30 });
  return fc.oneof({ weight: 9, arbitrary: sentence.map((all) => all.flat().join("").trim()) }, any);
}

for (const [language, words] of Object.entries(WORDS)) {
  const both = language === "en" ? words : `${words} ${WORDS.en}`;

  test(`no word is lost that does not mean the day, a tag or the priority (${language})`, async () => {
    const find = await dayFinder(language);
    fc.assert(
      fc.property(texts(both), (text) => {
        const { title, tags, priority, found } = read(text, find, now);
        const kept = wordsIn([title, ...tags, priority || "", found?.words ?? ""].join(" "));
        const lost = wordsIn(text).filter((one) => {
          const at = kept.indexOf(one);
          if (at >= 0) kept.splice(at, 1);
          return at < 0;
        });
        const isOfAMark = (one: string) => tags.some((tag) => wordsIn(tag).includes(one)) || /^[1-3]$/.test(one);
        expect(lost.filter((one) => !WITH_A_DAY.has(one) && !isOfAMark(one))).toEqual([]);
        if (!found) expect(lost.filter((one) => !isOfAMark(one))).toEqual([]);
        if (text.trim()) expect(title.trim()).not.toBe("");
      }),
      { numRuns: 600 },
    );
  });

  test(`a title that is read again stays as it is (${language})`, async () => {
    const find = await dayFinder(language);
    fc.assert(
      fc.property(texts(both), (text) => {
        const first = read(text, find, now);
        const again = read(first.title, find, now);
        // "Book flights for 12 dec by friday" says another day, which was not the deadline.
        if (!(first.found && again.found)) expect(again.title).toBe(first.title);
      }),
      { numRuns: 600 },
    );
  });
}
