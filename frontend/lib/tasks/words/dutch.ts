/** Days in Dutch. */

import { createCasualConfiguration } from "chrono-node/nl";
import { plainRule } from "../../domain/repeat/rule";
import type { Language } from "./language";
import { dashedDate } from "./own-parsers";
import { AM_OR_PM } from "./spoken";

const WEEKDAYS =
  "maandag(?:en)?|dinsdag(?:en)?|woensdag(?:en)?|donderdag(?:en)?|vrijdag(?:en)?|zaterdag(?:en)?|zondag(?:en)?";

/** "1 uur van tevoren". */
const BEFORE =
  "(?:(?<half>(?:(?:een|één)\\s+)?half\\s?uur)|(?<n>\\d{1,5}|[a-zé]+)\\s*(?<unit>[a-z]+))\\s+(?:van\\s?tevoren|ervoor|vooraf|eerder|op\\s+voorhand)";

export const dutch: Language = {
  configurations: () => [createCasualConfiguration()],
  parsers: [dashedDate],
  ahead: { overmorgen: 2 },
  monthEnd: "(?:aan\\s+het\\s+|het\\s+)?eind(?:e)?\\s+(?:van\\s+)?(?:de|deze)\\s+maand",
  count: {
    before: "over|binnen|in",
    numbers: { een: 1, één: 1, twee: 2, drie: 3, vier: 4, vijf: 5, zes: 6, zeven: 7, acht: 8, negen: 9, tien: 10 },
    days: "dag(?:en)?",
    weeks: "we(?:ek|ken)",
    months: "maand(?:en)?",
    years: "ja(?:ar|ren)",
  },
  by: "(?:uiterlijk(?:\\s+op)?|voor(?:\\s+de)?|vóór|tot|deadline:?)",
  on: "op",
  for: "tegen",
  coming: "(?:aanstaande|a\\.?s\\.?|komende)",
  trailing: "(?:aanstaande|a\\.s\\.)(?![a-z])",
  binds:
    "volgende\\s+week(?:\\s+op)?|elke|iedere|alle|sinds|vanaf|na|van|de|het|een|mijn|jouw|zijn|haar|ons|onze|hun|die|dat|deze|dit|afgelopen|vorige|laatste|eerste|tweede|derde|vierde|[1-4]e|over|tussen|tijdens|met|zonder|als|zoals|uit|aan|in|of|en|niet|geen|" +
    "pas|alleen|is|was|wordt|goede|goeie|fijne|'s|’s|bij|om|rond|wanneer|genaamd|vroege",
  counts:
    "(?:dag|dagen|week|weken|maand|maanden|uur)\\s+(?:voor|vóór|tot|na)|(?:niet|pas)\\s+(?:op|voor|tot)|(?:open|gesloten|geldig|vakantie|afwezig)\\s+tot",
  repeats:
    `(?:elke?|iedere?|alle|om\\s+de)\\s+(?:(?:twee|drie|vier|\\d+|eerste|laatste|andere)\\s+)*(?:${WEEKDAYS}|dag(?:en)?|week|weken|maand(?:en)?|jaar|ochtend|morgen|avond|werkdag(?:en)?|weekend)|` +
    "(?:dagelijks|wekelijks|maandelijks|jaarlijks|(?:een|twee|\\d+)\\s*(?:keer|maal|x)\\s+per\\s+(?:dag|week|maand|jaar))|(?:maandagen|dinsdagen|woensdagen|donderdagen|vrijdagen|zaterdagen|zondagen)",
  negations: "(?:niet|nooit)(?!\\s+vergeten)|geen|behalve|pas",
  goesOn:
    "met|en|om|over|wegens|voor|van|bij|in|aan|op|naar|na|per|uit|zonder|omdat|als|dan|de|het|een|mijn|onze|ook|weer|nog|s\\.?v\\.?p",
  stops:
    "of|is|was|wordt|heeft|vanaf|tot|op\\s+zijn\\s+vroegst|en\\s+(?:elke|iedere)|over\\s+(?:een|twee|\\d+)\\s+we(?:ek|ken)",
  parts: "(?:vroeg|ochtend|middag|avond|nacht)|'s\\s+(?:ochtends|morgens|middags|avonds|nachts)",
  kept: "vanavond|vanmiddag|vanochtend|vannacht|morgen(?:ochtend|middag|avond|nacht|vroeg)|[a-z]+dag(?:ochtend|middag|avond)",
  names: "(?:goede|witte|zwarte|blauwe|luie)",
  unread:
    "(?:(?:in|half|begin|eind)\\s+)?(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)|" +
    "(?:met\\s+)?(?:kerst(?:mis|avond|dag)?|oud\\s?en\\s?nieuw|oudejaarsavond|nieuwjaar|pasen|pinksteren|koningsdag)|" +
    "(?:volgende?|deze|dit|komende?)\\s+(?:week|weekend|maand|jaar)|(?:over\\s+)?een\\s+paar\\s+dagen|(?:op\\s+)?de\\s+\\d{1,2}(?:e|de|ste)",
  vague: "(?!)",
  short: "ma|di|wo|do|vr|za|zo",
  counted:
    "deel|aflevering|hoofdstuk|pagina|p|stap|dag|week|ronde|les|versie|taak|nr|nummer|band|seizoen|niveau|fase|kamer|huis|spoor|ongeveer|circa|ca|cijfer|stuk|bladzijde",
  joins: "of|en|tot|t/m|dan|misschien",
  lastVerb: "[a-zäöüß](?:en|gaan|staan|doen|zien|slaan)",
  spoken: {
    every: "elke?|iedere?|om\\s+de(?=\\s+(?:\\d|twee|drie|vier|vijf|zes))",
    other: "andere",
    dayParts: "ochtend|morgen|middag|avond",
    units: ["dag(?:en)?", "we(?:ek|ken)", "maand(?:en)?", "ja(?:ar|ren)"],
    weekdays: ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"].map(
      (day) => `${day}(?:en)?`,
    ),
    plural: ["maandagen", "dinsdagen", "woensdagen", "donderdagen", "vrijdagen", "zaterdagen", "zondagen"],
    named: {
      "week(?:end(?:en)?|einde)": "FREQ=WEEKLY;BYDAY=SA",
      "(?:werk|week)dag(?:en)?": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
      kwartaal: "FREQ=MONTHLY;INTERVAL=3",
    },
    alone: {
      dagelijks: "FREQ=DAILY",
      wekelijks: "FREQ=WEEKLY",
      maandelijks: "FREQ=MONTHLY",
      jaarlijks: "FREQ=YEARLY",
      "op\\s+werkdagen|doordeweeks": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    },
    others: [
      ["om\\s+de\\s+dag", () => plainRule("DAILY", 2)],
      ["om\\s+de\\s+week", () => plainRule("WEEKLY", 2)],
      ["om\\s+de\\s+maand", () => plainRule("MONTHLY", 2)],
    ],
    on: "op(?:\\s+de)?",
    and: "en",
    to: "tot(?:\\s+en\\s+met)?|t/m",
    monthDay: "(?:de\\s+)?(\\d{1,2})(?:e|de|ste)",
    lastDay: "(?:de\\s+)?laatste\\s+dag",
    places: ["eerste|1e", "tweede|2e", "derde|3e", "vierde|4e", "laatste"].map((place) => `(?:de\\s+)?(?:${place})`),
    ofMonth: "van\\s+(?:de|elke)\\s+maand",
    ofEveryMonth: "van\\s+(?:elke|iedere)\\s+maand",
    whenDone: "na\\s+(?:afronding|voltooiing|voltooien)",
    until: "tot(?:\\s+en\\s+met)?|t/m",
    starting: "vanaf",
    times: "keer|maal",
    during: "gedurende",
    binds: "keer|maal|bijna|eenmaal|tweemaal",
    stops: "telt|behalve|per",
    time: {
      at: "om|vóór|voor",
      patterns: [AM_OR_PM, "(?<h>\\d{1,2})(?:[:.](?<m>\\d{2}))?\\s*(?:uur|u)", "(?<h>\\d{1,2})u(?<m>\\d{2})"],
      late: "[a-z]*(?:middag|avond|nacht)s?",
      binds: "vanaf|rond|sinds|na|tot|tussen",
      hour: "om",
      from: "van",
      to: "tot|en|of",
    },
    reminder: {
      words: "herinner\\s+(?:me|mij)(?:\\s+eraan)?|herinnering:?",
      patterns: [
        `(?:en\\s+)?(?:met\\s+(?:een\\s+)?)?(?:herinner(?:\\s+(?:me|mij))?(?:\\s+eraan)?|herinnering)(?:\\s*:)?\\s+${BEFORE}`,
        `(?:en\\s+)?(?:me\\s+)?${BEFORE}\\s+herinneren`,
      ],
      units: { "m|min|minu(?:ut|ten)": 1, "u|uur|uren": 60, "d|dag(?:en)?": 1440, "we(?:ek|ken)": 10_080 },
    },
  },
};
