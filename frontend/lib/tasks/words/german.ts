/** Days in German. */

import { createCasualConfiguration, type Parser } from "chrono-node/de";
import type { Language } from "./language";
import { asWeekday, dateAhead, dottedDate } from "./own-parsers";

const sonnabend: Parser = {
  pattern: () => /\bsonnabend\b/i,
  extract: (context) => asWeekday(dateAhead(context, 6 - context.refDate.getDay()), context),
};

const EVENINGS =
  "(montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)(?:morgen|vormittag|mittag|nachmittag|abend|nacht)";

/** "Freitagabend" */
const weekdayEvening: Parser = {
  pattern: () => new RegExp(`\\b${EVENINGS}\\b`, "i"),
  extract: (context, match) => {
    const fromMonday = "modimidofrsaso".indexOf((match[1] ?? "").slice(0, 2).toLowerCase()) / 2;
    return asWeekday(dateAhead(context, (fromMonday + 8 - context.refDate.getDay()) % 7), context);
  },
};

const WEEKDAYS =
  "montage?|dienstage?|mittwoche?|donnerstage?|freitage?|samstage?|sonnabende?|sonntage?|mo|di|mi|do|fr|sa|so";

/** "1 Stunde vorher". */
const BEFORE =
  "(?:(?<half>(?:eine[rn]?\\s+)?halbe[rn]?\\s+stunde)|(?:(?<one>eine[nrm]?)|(?<n>\\d{1,5}|[a-zäöüß]+))\\s*(?<unit>[a-zäöüß]+)\\.?)\\s+(?:vorher|davor|zuvor|früher|im\\s+voraus)";

export const german: Language = {
  configurations: () => [createCasualConfiguration()],
  parsers: [dottedDate, sonnabend, weekdayEvening],
  ahead: { "über-?\\s?übermorgen": 3, "ü(?:ber)?morgen|uebermorgen": 2 },
  monthEnd: "(?:am\\s+|zum\\s+)?(?:monatsende|ende\\s+(?:des|dieses)\\s+monats)",
  count: {
    before: "in|binnen|innerhalb\\s+von",
    numbers: {
      einem: 1,
      einer: 1,
      zwei: 2,
      drei: 3,
      vier: 4,
      fünf: 5,
      fuenf: 5,
      sechs: 6,
      sieben: 7,
      acht: 8,
      neun: 9,
      zehn: 10,
    },
    days: "tag(?:en?)?",
    weeks: "wochen?",
    months: "monat(?:en?)?",
    years: "jahr(?:en?)?",
  },
  by: "(?:f(?:ä|ae)llig(?:\\s+(?:am|bis))?|sp(?:ä|ae)testens(?:\\s+(?:am|bis))?|bis\\s+sp(?:ä|ae)testens|bis(?:\\s+zum)?|vor(?:\\s+dem)?|frist:)",
  on: "(?:(?<!\\d\\s?)am|an\\s+diesem)",
  for: "(?:f(?:ü|ue)r(?:\\s+den)?|zum)",
  coming: "kommende[nrms]?",
  binds:
    "(?:n(?:ä|ae)chste|kommende|letzte|vorige|diese)[rn]?\\s+woche|(?:ü|ue)bern(?:ä|ae)chste[nrms]?(?:\\s+woche)?|jede[nrms]?|alle|immer|seit|ab|nach|vom|von|des|der|die|das|dem|den|ein|eine[nrms]?|mein[a-z]*|dein[a-z]*|unser[a-z]*|sein[a-z]*|ihr[a-z]*|letzte[nrms]?|vorige[nrms]?|" +
    "vergangene[nrms]?|gute[nrms]?|schöne[nrms]?|frühe[nrms]?|späte[nrms]?|(?:erste|zweite|dritte|vierte)[nrms]?|ganze[nrms]?|über|wegen|zwischen|gegen|mit|ohne|als|wie|aus|an|frau|herrn?|familie|auf|in|im|zu|oder|und|nicht|kein[a-z]*|erst|nur|ist|war|wird|jeweils|heißt|namens|gestern|wenn|ob",
  counts:
    "(?:tage?n?|wochen?|monate?n?|stunden?|jahre?n?)\\s+(?:vor|bis|ab|nach)(?:\\s+(?:dem|zum))?|(?:geöffnet|offen|gültig|geschlossen|verreist|urlaub)\\s+bis|(?:nicht|erst)\\s+(?:am|vor|bis)(?:\\s+dem)?",
  repeats:
    `(?:jede[nrms]?|alle|immer)\\s+(?:(?:zwei|drei|vier|fünf|sechs|\\d+|zweite[nrms]?|dritte[nrms]?|ersten|letzten|\\d+\\.|und|oder)\\s+)*(?:${WEEKDAYS}|tage?n?|wochen?|monate?|jahre?|morgen|abend|werktage?|wochenenden?)|` +
    "(?:t(?:ä|ae)glich|w(?:ö|oe)chentlich|monatlich|j(?:ä|ae)hrlich|werktags|montags|dienstags|mittwochs|donnerstags|freitags|samstags|sonntags|morgens|abends|(?:einmal|zweimal|\\d+\\s*(?:x|mal))\\s+(?:pro|am|in\\s+der|im)\\s+(?:tag|woche|monat|jahr))",
  negations: "nicht(?!\\s+(?:vergessen|verpassen))|nie|niemals|kein[a-z]*|außer|erst",
  goesOn:
    "mit|und|um|über|wegen|für|von|vom|bei|beim|in|im|an|am|auf|zu|zum|zur|nach|vor|per|aus|ohne|damit|weil|wenn|dann|falls|bitte|noch|auch|wieder|den|die|das|dem|der|" +
    "ein|eine[nrms]?|mein[a-z]*|unser[a-z]*|spätestens|gleich",
  stops: "oder|ist|war|wird|hat|ab|bis|des|frühestens|in\\s+(?:einer|zwei|drei|\\d+)\\s+wochen?|und\\s+(?:jeden|alle)",
  parts: "früh|morgens?|vormittags?|mittags?|nachmittags?|abends?|nachts?|(?:gegen|ab)\\s+\\d+|in\\s+der\\s+früh",
  kept: EVENINGS,
  names: "(?:schwarze[rnms]?|guten?|stille[rn]?|blaue[rn]?|weiße[rn]?|fetter|verkaufsoffene[rn]?)",
  unread:
    "(?:(?:im|anfang|mitte|ende)\\s+)?(?:januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)|" +
    "(?:an\\s+)?(?:weihnachten|heilig(?:e[rn]\\s+)?abend|silvester|neujahr|ostern|pfingsten)|(?:am\\s+)?(?:(?:ersten|zweiten|dritten|vierten|fünften)|\\d{1,2}\\.)|" +
    "(?:n(?:ä|ae)chste|diese|kommende)[nrs]?\\s+(?:woche|wochenende|monat|jahr)|(?:in\\s+)?(?:ein\\s+paar|einigen)\\s+tagen",
  vague: "(?!)",
  short: "mo|di|mi|do|fr|sa|so",
  counted:
    "teil|folge|kapitel|seite|s|schritt|tag|woche|runde|lektion|version|aufgabe|nr|nummer|band|staffel|stufe|phase|raum|zimmer|haus|gleis|stück|etwa|circa|ca|zu|preis|um|note|für|punkt|abschnitt|ziffer|absatz",
  joins: "oder|und|bis|dann|vielleicht|aber\\s+nicht|bzw\\.?",
  lastVerb: "[a-zäöüß](?:en|ern|eln)",
  spoken: {
    every: "jede[nrsm]?|alle",
    units: ["tage?n?", "wochen?", "monate?n?", "jahre?n?"],
    weekdays: [
      "montage?|mo",
      "dienstage?|di",
      "mittwoche?|mi",
      "donnerstage?|do",
      "freitage?|fr",
      "(?:samstage?|sonnabende?)|sa",
      "sonntage?|so",
    ],
    plural: ["montags", "dienstags", "mittwochs", "donnerstags", "freitags", "samstags|sonnabends", "sonntags"],
    named: {
      "wochenenden?": "FREQ=WEEKLY;BYDAY=SA",
      "werktage?|arbeitstage?|wochentage?": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
      "quartale?": "FREQ=MONTHLY;INTERVAL=3",
    },
    alone: {
      "t(?:ä|ae)glich": "FREQ=DAILY",
      "w(?:ö|oe)chentlich": "FREQ=WEEKLY",
      monatlich: "FREQ=MONTHLY",
      "viertelj(?:ä|ae)hrlich|quartalsweise": "FREQ=MONTHLY;INTERVAL=3",
      "j(?:ä|ae)hrlich": "FREQ=YEARLY",
      "werktags|an\\s+werktagen": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    },
    on: "am|an\\s+jedem",
    and: "und(?:\\s+den)?",
    to: "bis",
    monthDay: "(\\d{1,2})\\.(?!\\s*(?!(?:im|des|jeden|eines\\s+jeden)\\s+monat)\\p{L})",
    ordinal: "(\\d{1,3})\\.",
    dayParts: "morgen|abend|nachmittag",
    lastDay: "letzten\\s+tag",
    places: ["erste[nrsm]?|1\\.", "zweite[nrsm]?|2\\.", "dritte[nrsm]?|3\\.", "vierte[nrsm]?|4\\.", "letzte[nrsm]?"],
    ofMonth: "(?:im|des)\\s+monats?",
    ofEveryMonth: "(?:jeden|eines\\s+jeden)\\s+monats?",
    whenDone: "nach\\s+(?:erledigung|abschluss|dem\\s+erledigen)",
    until: "bis(?:\\s+zum)?",
    starting: "ab(?:\\s+dem)?",
    times: "mal",
    during: "f(?:ü|ue)r",
    binds: "einmal|zweimal|dreimal|\\d{0,2}mal|fast|beinahe",
    stops: "zählt|zählen|wieder|(?:der|den|dem)\\s+\\d{1,2}\\.|außer|ohne|solange|pro",
    time: {
      at: "(?:sp(?:ä|ae)testens\\s+)?um|vor",
      patterns: [
        "(?<h>\\d{1,2})(?::(?<m>\\d{2}))?(?<half>[ap])m",
        "(?<h>\\d{1,2})(?:[:.](?<m>\\d{2}))?\\s*uhr(?!\\s*\\d)",
        "(?<h>\\d{1,2})\\s+uhr\\s+(?<m>\\d{2})",
      ],
      late: "[a-zäöü]*(?:nachmittags?|abends?|nachts?)",
      binds: "ab|gegen|seit|nach|zwischen|öffnet|schließt|beginnt|endet",
      hour: "um",
      from: "von",
      to: "bis|und|oder",
    },
    reminder: {
      words: "(?:erinnere?|erinnert)\\s+mich(?:\\s+daran)?|erinnerung:?",
      patterns: [
        `(?:und\\s+)?(?:mit\\s+)?(?:erinner(?:e|t|n)?(?:\\s+mich)?(?:\\s+daran)?|erinnerung)(?:\\s*:)?\\s+${BEFORE}`,
        `(?:und\\s+)?(?:mich\\s+)?${BEFORE}\\s+(?:daran\\s+)?(?:erinnern|erinnerung)`,
      ],
      units: { "m|min|minuten?": 1, "h|std|stunden?": 60, "d|tage?n?": 1440, "w|wochen?": 10_080 },
    },
  },
};
