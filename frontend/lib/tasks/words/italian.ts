/** Days in Italian. */

import { configuration } from "chrono-node/it";
import type { Language } from "./language";
import { AM_OR_PM } from "./spoken";

const WEEKDAYS = "luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|sabat[oi]|domenic(?:a|he)";

export const italian: Language = {
  configurations: () => [configuration.createCasualConfiguration()],
  ahead: { "dopo\\s?domani": 2 },
  monthEnd: "(?:a(?:lla)?\\s+)?fine\\s+(?:del\\s+)?mese",
  count: {
    before: "tra|fra|in|entro",
    numbers: { una: 1, un: 1, due: 2, tre: 3, quattro: 4, cinque: 5, sei: 6, sette: 7, otto: 8, nove: 9, dieci: 10 },
    days: "giorn[oi]",
    weeks: "settiman[ae]",
    months: "mes[ei]",
    years: "ann[oi]",
  },
  by: "(?:entro(?:\\s+(?:il|la|le|l['’]))?|prima\\s+d(?:i|el|ella)|fino\\s+a(?:l|lla)?|scadenza:?|al\\s+pi[uù]\\s+tardi)",
  on: "il",
  for: "per(?:\\s+il)?",
  trailing: "che\\s+viene(?![a-z])",
  binds:
    "settimana\\s+prossima|prossima\\s+settimana|ogni|tutti\\s+i|tutte\\s+le|i|le|gli|da|dal|dalla|dopo|a\\s+partire\\s+da|di|del|della|dei|la|lo|l['’]|uno?|una|mio|mia|tuo|suo|sua|nostro|nostra|questo|quel|quella|scorso|scorsa|prim[oa]|second[oa]|terz[oa]|quart[oa]|(?:l['’])?ultim[oa]|su|sul|sulla|tra|fra|" +
    "durante|contro|con|senza|in|nel|nella|al|alla|a|e|o|ed|né|come|non|mai|solo|buon|buona|felice|è|era|fu|se|quando",
  counts:
    "(?:giorn[oi]|settiman[ae]|mes[ei]|or[ae])\\s+prima\\s+d(?:i|el|ella)|(?:non|mai)\\s+(?:prima\\s+d(?:i|el|ella)|il|fino\\s+a)|(?:aperto|chiuso|valido|ferie)\\s+fino\\s+a(?:l|lla)?",
  repeats:
    `(?:ogni|tutti\\s+i|tutte\\s+le|il)\\s+(?:(?:due|tre|quattro|\\d+|primo|ultimo)\\s+)*(?:${WEEKDAYS}|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|mattin[ae]|ser[ae]|week-?end)(?<!il\\s+(?:${WEEKDAYS}|giorno|mese|anno))|` +
    "(?:quotidianamente|settimanalmente|mensilmente|(?:una|due|\\d+)\\s+volt[ae]\\s+(?:al|alla|a)\\s+(?:giorno|settimana|mese|anno))|domeniche",
  negations: "(?:non|mai)(?!\\s+dimenticare)|tranne|eccetto",
  goesOn:
    "dalle|con|e|ed|a|al|alla|alle|in|nel|nella|per|da|dal|di|del|della|su|sul|prima|dopo|senza|perch[eé]|se|quando|poi|il|la|lo|le|i|gli|un|una|mio|mia|anche",
  stops:
    "della\\s+(?:prossima\\s+)?settimana|o|oppure|è|era|sar[aà]|santo|santa|nero|grasso|delle\\s+(?:palme|ceneri)|dell['’]angelo|di\\s+(?:pasqua|carnevale)|scors[oa]|in\\s+poi|al\\s+pi[uù]\\s+presto|e\\s+(?:ogni|mezz[ao]|un\\s+quarto)",
  parts: "(?:di\\s+|a\\s+)?(?:mattina|mattino|pomeriggio|sera|notte|mezzogiorno|mezzanotte)|presto",
  kept: "stasera|stamattina|stanotte|questa\\s+(?:mattina|sera|notte)|questo\\s+pomeriggio",
  unread:
    "(?:(?:a|in|di|metà|fine|inizio)\\s+)?(?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre)|" +
    "(?:a\\s+)?(?:natale|capodanno|pasqua|ferragosto)|vigilia|(?:la\\s+)?(?:settimana|mese|anno)\\s+prossim[ao]|(?:prossim[ao]|quest[ao])\\s+(?:settimana|mese|anno|week-?end)|" +
    "(?:tra\\s+|fra\\s+)?(?:qualche\\s+giorno|alcuni\\s+giorni)|il\\s+\\d{1,2}",
  vague: "lun|gio|ven",
  short: "sab",
  rare: "mar|mer|dom|\\d{1,2}\\s+set",
  counted:
    "parte|episodio|capitolo|pagina|passo|giorno|settimana|volume|numero|n[o°]|stagione|livello|lezione|esercizio|stanza|voto|sessione|versione|aggiungere|circa|puntata",
  numbered: "via|viale|v\\.le|piazza|p\\.zza|piazzale|corso|largo|ponte",
  names: "(?:via|viale|piazza|corso|largo)\\s+[ivx]+",
  joins: "o|oppure|e|ed|al?|fino\\s+a|poi|forse",
  hasCapitalNames: true,
  hasSmallDays: true,
  spoken: {
    every: "ogni|tutti\\s+i|tutte\\s+le",
    units: ["giorn[oi]", "settiman[ae]", "mes[ei]", "ann[oi]"],
    weekdays: ["luned[iì]", "marted[iì]", "mercoled[iì]", "gioved[iì]", "venerd[iì]", "sabat[oi]", "domenic(?:a|he)"],
    named: {
      "week-?end|fine\\s+settimana": "FREQ=WEEKLY;BYDAY=SA",
      "giorn[oi]\\s+(?:ferial[ei]|lavorativ[oi])": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
      "trimestr[ei]": "FREQ=MONTHLY;INTERVAL=3",
    },
    alone: {
      quotidianamente: "FREQ=DAILY",
      settimanalmente: "FREQ=WEEKLY",
      mensilmente: "FREQ=MONTHLY",
      annualmente: "FREQ=YEARLY",
    },
    on: "il|di",
    and: "e(?:\\s+(?:il?|le))?",
    monthDay: "(?:il\\s+)?(?:giorno\\s+)?(\\d{1,2})",
    dayParts: "mattin[ae]|ser[ae]",
    lastDay: "(?:l['’])?ultimo\\s+giorno",
    ofMonth: "d(?:el|i\\s+ogni)\\s+mese",
    ofEveryMonth: "d(?:i\\s+ogni|el)\\s+mese",
    whenDone: "dopo\\s+(?:averlo\\s+fatto|il\\s+completamento)",
    until: "fino\\s+a(?:l|lla|ll['’])?",
    starting: "a\\s+partire\\s+da(?:l)?",
    from: "da(?:l(?:l['’])?)?",
    times: "volte",
    during: "per",
    binds: "volt[ae]|quasi",
    stops:
      "conta|tranne|eccetto|per|da\\s+(?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre)",
    time: {
      at: "alle|all['’]|entro\\s+le|prima\\s+delle",
      patterns: [AM_OR_PM, "ore\\s+(?<h>\\d{1,2})(?:[:.](?<m>\\d{2}))?"],
      noon: "a\\s+mezzogiorno",
      late: "(?:sta)?(?:sera|notte)|pomeriggio",
      binds: "delle|verso\\s+le|fino\\s+alle|le|circa",
      hour: "alle|entro\\s+le",
      from: "dalle",
      to: "alle|e|o",
    },
    reminder: {
      words: "ricorda(?:r?me?lo|mi)|promemoria:?|avvisami",
      patterns: [
        "(?:e\\s+)?(?:con\\s+(?:un\\s+)?)?(?:ricorda(?:r?me?lo|mi|re)?|promemoria|avvis(?:ami|o|are))(?:\\s*:)?\\s+(?:(?<half>mezz['’]ora)|(?<n>\\d{1,5}|[a-z]+)['’]?\\s*(?<unit>[a-z]+))\\s+(?:prima|in\\s+anticipo)",
      ],
      units: { "m|min|minut[oi]": 1, "h|or[ae]": 60, "g|giorn[oi]": 1440, "settiman[ae]": 10_080 },
    },
  },
};
