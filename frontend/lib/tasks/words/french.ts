/** Days in French. */

import { createCasualConfiguration } from "chrono-node/fr";
import { plainRule } from "../../domain/repeat/rule";
import type { Language } from "./language";
import { AM_OR_PM } from "./spoken";

const WEEKDAYS = "lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?";

export const french: Language = {
  configurations: () => [createCasualConfiguration()],
  ahead: {
    "ce\\s+(?:soir|matin|midi)|cet\\s+après-midi|cette\\s+nuit": 0,
    "aujourd['’]hui": 0,
    "apr[eè]s[-\\s]demain": 2,
  },
  monthEnd: "(?:[àa]\\s+)?(?:la\\s+)?fin\\s+(?:du|de|de\\s+ce)\\s+mois",
  count: {
    before: "dans|d['’]ici|sous",
    numbers: { une: 1, un: 1, deux: 2, trois: 3, quatre: 4, cinq: 5, six: 6, sept: 7, huit: 8, neuf: 9, dix: 10 },
    days: "jours?|j",
    weeks: "semaines?",
    months: "mois",
    years: "ans?|ann[ée]es?",
  },
  by: "(?:avant|d['’]ici(?:\\s+à)?|jusqu['’](?:à|au)|au\\s+plus\\s+tard|pour\\s+le|échéance:?|date\\s+limite:?)",
  on: "le",
  for: "pour",
  binds:
    "semaine\\s+prochaine|chaque|tous\\s+les|les|depuis|après|dès|à\\s+partir\\s+(?:de|du)|de|du|des|d['’]|l['’]|la|un|une|mon|ton|son|ma|ta|sa|notre|votre|leur|nos|vos|leurs|mes|tes|ses|cet?|cette|" +
    "dernier|dernière|premier|deuxième|second|troisième|quatrième|1er|[2-4]e|sur|entre|pendant|durant|contre|avec|sans|dans|en|au|aux|à|et|ou|ni|sauf|comme|pas|jamais|bon|bonne|joyeux|est|était|si|quand|dit",
  counts:
    "(?:jours?|semaines?|mois|heures?)\\s+avant(?:\\s+le)?|(?:pas|jamais)\\s+(?:avant|le)(?:\\s+le)?|(?:ouvert|fermé|valable|absent|congés?)\\s+jusqu['’](?:à|au)",
  repeats:
    `(?:chaque|tou(?:s|tes)\\s+les|un)\\s+(?:(?:deux|trois|quatre|\\d+|premiers?|derniers?)\\s+)*(?:${WEEKDAYS}|jours?|semaines?|mois|ans?|ann[ée]es?|matins?|soirs?|week-?ends?)(?:\\s+sur\\s+deux)?(?<!un\\s(?:${WEEKDAYS}|jour|semaine|mois|an|matin|soir))|` +
    "le\\s+(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\\s+et\\s+le|(?:lundis|mardis|mercredis|jeudis|vendredis|samedis|dimanches)|" +
    "(?:quotidiennement|hebdomadairement|mensuellement|(?:une|deux|\\d+)\\s+fois\\s+par\\s+(?:jour|semaine|mois|an))",
  negations: "(?:pas|jamais)(?!\\s+oublier)|sauf",
  goesOn:
    "avec|et|à|au|aux|pour|de|du|des|chez|avant|après|par|sur|dans|en|sans|car|si|puis|alors|concernant|le|la|les|l['’][a-zà-ÿœ]+|un|une|mon|ma|mes|svp|aussi|encore|d['’][a-zà-ÿœ]+",
  stops:
    "ou|ne|est|était|sera|saint|noir|gras|de\\s+(?:pâques|pentecôte|la\\s+semaine)|des\\s+cendres|au\\s+plus\\s+tôt|dernier|dernière|passé|et\\s+chaque|en\\s+(?:huit|quinze)|et\\s+(?:demie?|quart)|moins|-",
  parts:
    "(?:dans\\s+(?:la|l['’])\\s*)?(?:matin|matinée|après-midi|midi|soir|soirée|nuit)|à\\s+midi|à\\s+minuit|au\\s+soir|\\d{1,2}h(?:\\d\\d)?",
  kept: "ce\\s+(?:soir|matin|midi)|cet\\s+après-midi|cette\\s+nuit",
  unread:
    "(?:(?:en|mi-|début|fin)\\s*)?(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre)|" +
    "(?:[àa]\\s+)?(?:no[eë]l|p[âa]ques)|(?:jour|nouvel)\\s+(?:de\\s+l['’])?an|(?:la\\s+)?(?:semaine|mois|année|week-?end)\\s+prochaine?|ce\\s+week-?end|" +
    "(?:dans\\s+)?(?:quelques|quinze)\\s+jours|en\\s+(?:huit|quinze)|le\\s+\\d{1,2}(?:er)?",
  vague: "lun|ven",
  short: "sam|dim",
  rare: "mar|mer|jeu",
  counted:
    "partie|épisode|chapitre|page|étape|jour|semaine|tome|volume|numéro|n[o°]|saison|niveau|leçon|exercice|chambre|salle|note|environ|version|ajouter|séance|mi",
  joins: "ou|et|au?|à|puis|jusqu['’]à|peut-être",
  hasCapitalNames: true,
  hasSmallDays: true,
  spoken: {
    every: "chaque|tou(?:s|tes)\\s+les",
    units: ["jours?", "semaines?", "mois", "ans?|ann[ée]es?"],
    weekdays: ["lundis?", "mardis?", "mercredis?", "jeudis?", "vendredis?", "samedis?", "dimanches?"],
    named: {
      "week-?ends?": "FREQ=WEEKLY;BYDAY=SA",
      "jours?\\s+(?:ouvrables?|ouvrés?|de\\s+(?:la\\s+)?semaine)": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
      "trimestres?": "FREQ=MONTHLY;INTERVAL=3",
    },
    alone: {
      quotidiennement: "FREQ=DAILY",
      hebdomadairement: "FREQ=WEEKLY",
      mensuellement: "FREQ=MONTHLY",
      annuellement: "FREQ=YEARLY",
    },
    others: [
      ["un\\s+jour\\s+sur\\s+deux", () => plainRule("DAILY", 2)],
      ["une\\s+semaine\\s+sur\\s+deux", () => plainRule("WEEKLY", 2)],
    ],
    on: "le",
    and: "et(?:\\s+le)?",
    monthDay: "(?:le\\s+)?(\\d{1,2})(?:er)?",
    dayParts: "matins?|soirs?",
    lastDay: "(?:le\\s+)?dernier\\s+jour",
    ofMonth: "d(?:u|e\\s+chaque)\\s+mois",
    ofEveryMonth: "de\\s+chaque\\s+mois",
    whenDone: "après\\s+(?:l['’]avoir\\s+fait|achèvement)",
    until: "jusqu['’](?:au|à)",
    starting: "à\\s+partir\\s+d[ue]",
    times: "fois",
    during: "pendant",
    binds: "fois|presque|deux",
    stops: "compte|sauf|par|sur\\s+deux|sur\\s+trois",
    time: {
      at: "[àa]|avant",
      patterns: [AM_OR_PM, "(?<h>\\d{1,2})\\s?h(?:eures?)?(?:\\s?(?<m>\\d{2}))?"],
      noon: "midi",
      late: "soir(?:ée|s)?|après-midi|nuit",
      binds: "dès|vers|depuis|jusqu['’]à",
      from: "de",
      to: "à|et|ou",
    },
    reminder: {
      words: "rappell?e?[-\\s]moi|me\\s+rappeler|rappel:?",
      patterns: [
        "(?:et\\s+)?(?:avec\\s+(?:un\\s+)?)?(?:me\\s+)?rappel(?:er|lez?)?(?:[-\\s]moi)?(?:\\s*:)?\\s+(?:(?<half>une\\s+demi[-\\s]heure)|(?<n>\\d{1,5}|[a-z]+)\\s*(?<unit>[a-z]+))\\s+(?:avant|plus\\s+tôt|à\\s+l['’]avance)",
      ],
      units: { "m|mn|mins?|minutes?": 1, "h|heures?": 60, "j|jours?": 1440, "semaines?": 10_080 },
    },
  },
};
