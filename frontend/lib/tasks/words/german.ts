/** Days in German. */

import { createCasualConfiguration, type Parser } from "chrono-node/de";
import type { Language } from "./language";
import { asWeekday, dateAhead, dottedDate } from "./own-parsers";

const sonnabend: Parser = {
  pattern: () => /\bsonnabend\b/i,
  extract: (context) => asWeekday(dateAhead(context, 6 - context.refDate.getDay()), context),
};

const WEEKDAYS =
  "montage?|dienstage?|mittwoche?|donnerstage?|freitage?|samstage?|sonnabende?|sonntage?|mo|di|mi|do|fr|sa|so";

/** "1 Stunde vorher". */
const BEFORE =
  "(?:(?<half>(?:eine[rn]?\\s+)?halbe[rn]?\\s+stunde)|(?:(?<one>eine[nrm]?)|(?<n>\\d{1,5}|[a-zäöüß]+))\\s*(?<unit>[a-zäöüß]+)\\.?)\\s+(?:vorher|davor|zuvor|früher|im\\s+voraus)";

export const german: Language = {
  configurations: () => [createCasualConfiguration()],
  parsers: [dottedDate, sonnabend],
  ahead: { "über-?\\s?übermorgen": 3, "ü(?:ber)?morgen|uebermorgen": 2 },
  count: {
    before: "in|binnen|innerhalb\\s+von",
    numbers: {
      einem: 1,
      einer: 1,
      zwei: 2,
      drei: 3,
      vier: 4,
      fünf: 5,
      sechs: 6,
      sieben: 7,
      acht: 8,
      neun: 9,
      zehn: 10,
    },
    days: "tag(?:en?)?",
    weeks: "wochen?",
    months: "monat(?:en?)?",
  },
  by: "(?:fällig(?:\\s+(?:am|bis))?|spätestens(?:\\s+(?:am|bis))?|bis\\s+spätestens|bis(?:\\s+zum)?|vor(?:\\s+dem)?|frist:)",
  on: "(?:(?<!\\d\\s?)am|an\\s+diesem)",
  for: "(?:für(?:\\s+den)?|zum)",
  coming: "kommende[nrms]?",
  binds:
    "jede[nrms]?|alle|immer|seit|ab|nach|vom|von|des|der|die|das|dem|den|ein|eine[nrms]?|mein[a-z]*|dein[a-z]*|unser[a-z]*|sein[a-z]*|ihr[a-z]*|letzte[nrms]?|vorige[nrms]?|" +
    "vergangene[nrms]?|guten|schönen|frühen|späten|über|wegen|zwischen|gegen|mit|ohne|als|wie|aus|an|frau|herrn?|familie|auf|in|im|zu|oder|und|nicht|kein[a-z]*|erst|nur|ist|war|wird|jeweils|heißt|namens|gestern|wenn|ob",
  counts:
    "(?:tage?n?|wochen?|monate?n?|stunden?|jahre?n?)\\s+(?:vor|bis|ab|nach)(?:\\s+(?:dem|zum))?|(?:geöffnet|offen|gültig|geschlossen|verreist|urlaub)\\s+bis|(?:nicht|erst)\\s+(?:am|vor|bis)(?:\\s+dem)?",
  repeats:
    `(?:jede[nrms]?|alle|immer)\\s+(?:(?:zwei|drei|vier|fünf|sechs|\\d+|zweite[nrms]?|dritte[nrms]?|ersten|letzten|\\d+\\.)\\s+)*(?:${WEEKDAYS}|tage?n?|wochen?|monate?|jahre?|morgen|abend|werktage?|wochenenden?)|` +
    "(?:täglich|wöchentlich|monatlich|jährlich|werktags|montags|dienstags|mittwochs|donnerstags|freitags|samstags|sonntags|morgens|abends|(?:einmal|zweimal|\\d+\\s*(?:x|mal))\\s+(?:pro|am|in\\s+der|im)\\s+(?:tag|woche|monat|jahr))",
  negations: "nicht(?!\\s+(?:vergessen|verpassen))|nie|niemals|kein[a-z]*|außer|erst",
  goesOn:
    "mit|und|um|über|wegen|für|von|vom|bei|beim|in|im|an|am|auf|zu|zum|zur|nach|vor|per|aus|ohne|damit|weil|wenn|dann|falls|bitte|noch|auch|wieder|den|die|das|dem|der|" +
    "ein|eine[nrms]?|mein[a-z]*|unser[a-z]*|spätestens|gleich",
  stops: "oder|ist|war|wird|hat|ab|bis|des|frühestens|in\\s+(?:einer|zwei|drei|\\d+)\\s+wochen?|und\\s+(?:jeden|alle)",
  parts: "früh|morgens?|vormittags?|mittags?|nachmittags?|abends?|nachts?|(?:gegen|ab)\\s+\\d+|in\\s+der\\s+früh",
  names: "(?:schwarze[rnms]?|guten?|stille[rn]?|blaue[rn]?|weiße[rn]?|fetter|verkaufsoffene[rn]?)",
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
      "werktage?|arbeitstage?|wochentage?": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
      "quartale?": "FREQ=MONTHLY;INTERVAL=3",
    },
    alone: {
      täglich: "FREQ=DAILY",
      wöchentlich: "FREQ=WEEKLY",
      monatlich: "FREQ=MONTHLY",
      "vierteljährlich|quartalsweise": "FREQ=MONTHLY;INTERVAL=3",
      jährlich: "FREQ=YEARLY",
      "werktags|an\\s+werktagen": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    },
    on: "am|an\\s+jedem",
    and: "und",
    to: "bis",
    monthDay: "(\\d{1,2})\\.(?!\\s*\\p{L})",
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
    during: "für",
    binds: "einmal|zweimal|dreimal|mal|fast|beinahe",
    stops: "außer|ohne|solange|pro",
    time: {
      at: "(?:spätestens\\s+)?um|vor",
      patterns: ["(?<h>\\d{1,2})(?:[:.](?<m>\\d{2}))?\\s*uhr(?!\\s*\\d)", "(?<h>\\d{1,2})\\s+uhr\\s+(?<m>\\d{2})"],
      binds: "ab|von|gegen|seit|nach|zwischen|öffnet|schließt|beginnt|endet",
      hour: "um",
    },
    reminder: {
      patterns: [
        `(?:und\\s+)?(?:mit\\s+)?(?:erinner(?:e|t)?(?:\\s+mich)?(?:\\s+daran)?|erinnerung)(?:\\s*:)?\\s+${BEFORE}`,
        `(?:und\\s+)?(?:mich\\s+)?${BEFORE}\\s+(?:daran\\s+)?(?:erinnern|erinnerung)`,
      ],
      units: { "m|min|minuten?": 1, "h|std|stunden?": 60, "d|tage?n?": 1440, "w|wochen?": 10_080 },
    },
  },
};
