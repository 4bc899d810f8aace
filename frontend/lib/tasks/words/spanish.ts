/** Days in Spanish. */

import { createCasualConfiguration } from "chrono-node/es";
import type { Language } from "./language";
import { AM_OR_PM } from "./spoken";

const WEEKDAYS = "lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bados?|domingos?";

export const spanish: Language = {
  configurations: () => [createCasualConfiguration()],
  ahead: { "esta\\s+(?:noche|tarde|mañana)": 0, "pasado\\s+mañana": 2 },
  monthEnd: "(?:a\\s+)?(?:el\\s+)?fin(?:al)?\\s+del?\\s+mes",
  count: {
    before: "en|dentro\\s+de",
    numbers: { una: 1, un: 1, dos: 2, tres: 3, cuatro: 4, cinco: 5, seis: 6, siete: 7, ocho: 8, nueve: 9, diez: 10 },
    days: "d[ií]as?",
    weeks: "semanas?",
    months: "meses|mes",
    years: "años?",
  },
  by: "(?:antes\\s+del?|hasta|a\\s+m[aá]s\\s+tardar|como\\s+muy\\s+tarde|vence|fecha\\s+l[ií]mite:?)",
  on: "el(?:\\s+d[ií]a)?",
  for: "para",
  coming: "pr[oó]ximo",
  trailing: "(?:pr[oó]ximo|que\\s+viene)(?![a-z])",
  binds:
    "semana\\s+(?:que\\s+viene|pr[oó]xima)|pr[oó]xima\\s+semana|cada|todos\\s+los|los|las|desde|despu[eé]s\\s+de|a\\s+partir\\s+de|del?|al?|la|un|una|unos|mi|tu|su|nuestro|nuestra|mis|tus|sus|este|ese|aquel|esta|esa|[uú]ltimo|[uú]ltima|primer|segundo|tercer|cuarto|1er|pasado|sobre|entre|" +
    "durante|contra|con|sin|en|y|o|u|ni|como|no|nunca|s[oó]lo|buen|buenos|feliz|es|era|fue|por|si|cuando|llamado|por\\s+la",
  counts:
    "(?:d[ií]as?|semanas?|meses|mes|horas?)\\s+antes\\s+del?(?:\\s+el)?|(?:no|nunca)\\s+(?:antes|el|hasta)(?:\\s+del?)?(?:\\s+el)?|(?:abierto|cerrado|v[aá]lido|vacaciones)\\s+hasta(?:\\s+el)?",
  repeats:
    `(?:cada|todos\\s+los|todas\\s+las|los)\\s+(?:(?:dos|tres|cuatro|\\d+|primer|[uú]ltimo)\\s+)*(?:${WEEKDAYS}|d[ií]as?|semanas?|meses|mes|años?|mañanas?|noches?|tardes?|fines\\s+de\\s+semana)|` +
    "(?:diariamente|semanalmente|mensualmente|anualmente|(?:una|dos|\\d+)\\s+(?:vez|veces)\\s+(?:al|a\\s+la|por)\\s+(?:d[ií]a|semana|mes|año))|s[aá]bados|domingos",
  negations: "(?:no|nunca)(?!\\s+olvidar)|excepto|salvo",
  goesOn:
    "con|y|a|al|en|para|por|de|del|sobre|antes|despu[eé]s|sin|porque|si|cuando|luego|desde|el|la|los|las|un|una|mi|mis|su|sus|tambi[eé]n|otra",
  stops:
    "o|u|es|era|ser[aá]|fue|santo|negro|santa|de\\s+(?:ramos|resurrecci[oó]n|pascua|ceniza|carnaval|la\\s+semana)|pasado|como\\s+pronto|en\\s+adelante|y\\s+(?:cada|media|cuarto)",
  parts: "(?:por|en|a)\\s+la\\s+(?:mañana|tarde|noche)|(?:al|a)\\s+mediod[ií]a|temprano|noche|tarde|a\\s+medianoche",
  kept: "esta\\s+(?:noche|tarde|mañana)",
  unread:
    "(?:en|de)\\s+(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)|(?:en\\s+)?navidad|noche(?:buena|vieja)|" +
    "(?:la\\s+)?(?:semana|mes|año)\\s+(?:que\\s+viene|pr[oó]xim[oa])|(?:el\\s+|la\\s+)?(?:pr[oó]xim[oa]|est[ae])\\s+(?:semana|mes|año|fin\\s+de\\s+semana)|" +
    "(?:en\\s+)?unos\\s+d[ií]as|el\\s+(?:d[ií]a\\s+)?\\d{1,2}",
  vague: "lun|mi[eé]|jue|vie|s[aá]b",
  rare: "mar|dom",
  counted:
    "parte|episodio|cap[ií]tulo|p[aá]gina|paso|d[ií]a|semana|tomo|volumen|n[uú]mero|n[o°º]|temporada|nivel|lecci[oó]n|ejercicio|habitaci[oó]n|nota|sesi[oó]n|versi[oó]n|a[ñn]adir|unos|aproximadamente",
  numbered: "calle|avenida|avda?\\.?|av\\.?|plaza|plazuela|paseo|colonia|barrio|estaci[oó]n|parque|puente",
  joins: "o|u|y|e|al?|hasta|luego|quiz[aá]s?|tal\\s+vez",
  hasCapitalNames: true,
  hasSmallDays: true,
  spoken: {
    every: "cada|tod[oa]s\\s+l[oa]s",
    units: ["d[ií]as?", "semanas?", "mes(?:es)?", "años?"],
    weekdays: ["lunes", "martes", "mi[eé]rcoles", "jueves", "viernes", "s[aá]bados?", "domingos?"],
    named: {
      "fin(?:es)?\\s+de\\s+semana": "FREQ=WEEKLY;BYDAY=SA",
      "d[ií]as?\\s+(?:laborables?|h[aá]bil(?:es)?|de\\s+semana)": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
      "trimestres?": "FREQ=MONTHLY;INTERVAL=3",
    },
    alone: {
      "diariamente|a\\s+diario": "FREQ=DAILY",
      semanalmente: "FREQ=WEEKLY",
      mensualmente: "FREQ=MONTHLY",
      anualmente: "FREQ=YEARLY",
    },
    on: "el|los",
    and: "y(?:\\s+(?:el|los))?",
    to: "a",
    monthDay: "(?:el\\s+)?(?:d[ií]a\\s+)?(\\d{1,2})(?!\\s+de\\s(?!cada\\s+mes))",
    dayParts: "mañanas?|tardes?|noches?",
    lastDay: "[uú]ltimo\\s+d[ií]a",
    ofMonth: "de(?:l|\\s+cada)\\s+mes",
    ofEveryMonth: "de\\s+cada\\s+mes",
    whenDone: "despu[eé]s\\s+de\\s+(?:hacerlo|completarla|completarlo|terminar)",
    until: "hasta(?:\\s+el)?",
    starting: "(?:a\\s+partir\\s+del?|desde)(?:\\s+el)?",
    times: "veces",
    during: "durante",
    binds: "veces|vez|casi",
    stops: "cuenta|excepto|salvo|menos|por",
    time: {
      at: "a\\s+las?|antes\\s+de\\s+las?",
      patterns: [AM_OR_PM, "(?<h>\\d{1,2})(?::(?<m>\\d{2}))?\\s?h(?:oras|s)?"],
      noon: "al\\s+mediod[ií]a",
      late: "noches?|tardes?",
      binds: "sobre\\s+las?|hasta\\s+las?",
      hour: "a\\s+las",
      from: "de(?:sde)?(?:\\s+las?)?",
      to: "(?:a|y|o)(?:\\s+las?)?",
    },
    reminder: {
      words: "recu[eé]rdame|recordarme|recordatorio:?|av[ií]same",
      patterns: [
        "(?:y\\s+)?(?:con\\s+(?:un\\s+)?)?(?:recu[eé]rda(?:me)?|recordar(?:me)?|recordatorio|av[ií]s(?:ame|ar(?:me)?|o))(?:\\s*:)?\\s+(?:(?<half>media\\s+hora)|(?<n>\\d{1,5}|[a-zé]+)\\s*(?<unit>[a-zí]+))\\s+(?:antes|(?:de|con)\\s+antelaci[oó]n)",
      ],
      units: { "m|mins?|minutos?": 1, "h|hs|horas?": 60, "d|d[ií]as?": 1440, "semanas?": 10_080 },
    },
  },
};
