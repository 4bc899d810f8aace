/** Days in Portuguese. */

import { createCasualConfiguration, type Parser } from "chrono-node/pt";
import type { Language } from "./language";
import { asWeekday, dateAhead } from "./own-parsers";
import { AM_OR_PM } from "./spoken";

const WEEKDAYS = "segundas?|ter[cç]as?|quartas?|quintas?|sextas?|s[aá]bados?|domingos?";

/** As people type it who have no ç. */
const terca: Parser = {
  pattern: () => /\bterca(?:-feira)?\b/i,
  extract: (context) => asWeekday(dateAhead(context, (9 - context.refDate.getDay()) % 7), context),
};

const sab: Parser = {
  pattern: () => /\bsáb(?![a-zà-ÿ])/i,
  extract: (context) => asWeekday(dateAhead(context, 6 - context.refDate.getDay()), context),
};

export const portuguese: Language = {
  configurations: () => [createCasualConfiguration()],
  parsers: [terca, sab],
  ahead: { "esta\\s+(?:noite|tarde|manhã)": 0, "depois\\s+de\\s+amanhã": 2 },
  monthEnd: "(?:(?:n|a)?o\\s+)?(?:fim|final)\\s+d[oe]\\s+m[eê]s",
  count: {
    before: "em|dentro\\s+de|daqui\\s+a",
    numbers: {
      uma: 1,
      um: 1,
      dois: 2,
      duas: 2,
      três: 3,
      quatro: 4,
      cinco: 5,
      seis: 6,
      sete: 7,
      oito: 8,
      nove: 9,
      dez: 10,
    },
    days: "dias?",
    weeks: "semanas?",
    months: "m[eê]s(?:es)?",
    years: "anos?",
  },
  by: "(?:at[eé](?:\\s+(?:a|o|à|ao))?|antes\\s+d[aeo]|o\\s+mais\\s+tardar|prazo:?|vence(?:\\s+em)?)",
  on: "(?:na|no|em)(?:\\s+dia)?|dia",
  for: "para(?:\\s+[ao])?|pra|pro",
  coming: "(?:pr[oó]xim[ao]|essa|esta)",
  trailing: "(?:pr[oó]xim[ao]|que\\s+vem)(?![a-z])",
  binds:
    "semana\\s+que\\s+vem|pr[oó]xima\\s+semana|cada|tod[ao]s?(?:\\s+[ao]s?)?|[ao]s?|desde|depois\\s+de|ap[oó]s|a\\s+partir\\s+d[aeo]|d[aeo]s?|à|ao|aos|uma?|meu|minha|seu|sua|nosso|nossa|este|esse|aquela?|[uú]ltim[ao]|passad[ao]|sobre|entre|" +
    "durante|contra|com|sem|e|ou|nem|como|não|nunca|s[oó]|bom|boa|feliz|é|era|foi|pela|por|se|quando|primeir[ao]|segundo|terceir[ao]|quarto|mais\\s+uma",
  counts:
    "(?:dias?|semanas?|m[eê]s(?:es)?|horas?)\\s+antes\\s+d[aeo]|(?:não|nunca)\\s+(?:antes\\s+d[aeo]|na|no|at[eé])|(?:aberto|fechado|v[aá]lido|f[eé]rias)\\s+at[eé]",
  repeats:
    `(?:cada|tod[ao]s?(?:\\s+[ao]s?)?|às|aos)\\s+(?:(?:dois|duas|três|\\d+|primeir[ao]|[uú]ltim[ao])\\s+)*(?:(?:${WEEKDAYS})(?:-feiras?)?|dias?|semanas?|m[eê]s(?:es)?|anos?|manhãs?|noites?|tardes?|fins\\s+de\\s+semana)|` +
    "(?:diariamente|semanalmente|mensalmente|anualmente|(?:uma|duas|\\d+)\\s+(?:vez|vezes)\\s+por\\s+(?:dia|semana|m[eê]s|ano))|(?:segundas|terças|quartas|quintas|sextas|s[aá]bados|domingos)",
  negations: "(?:não|nunca)(?!\\s+esquecer)|exceto",
  goesOn:
    "com|e|à|às|ao|a|em|na|no|para|pra|por|de|do|da|sobre|antes|depois|sem|porque|se|quando|desde|o|os|as|um|uma|meu|minha|também|outra",
  stops:
    "ou|é|era|ser[aá]|foi|santa|santo|negra|gorda|de\\s+(?:ramos|p[aá]scoa|cinzas|carnaval)|vez|passad[ao]|em\\s+diante|e\\s+(?:cada|meia|quinze)|parte|feira|edição|opção|mão|guerra|-",
  parts: "(?:à|de|pela)\\s+(?:manhã|tarde|noite)|ao\\s+meio-dia|cedo|à\\s+meia-noite|manhã",
  kept: "esta\\s+(?:noite|tarde|manhã)",
  unread:
    "(?:em|de)\\s+(?:janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro)|(?:no\\s+)?natal|ano\\s+novo|carnaval|p[aá]scoa|" +
    "(?:semana|m[eê]s|ano)\\s+que\\s+vem|(?:n?[ao]\\s+)?(?:pr[oó]xim[ao]|n?ess[ea]|n?est[ea])\\s+(?:semana|m[eê]s|ano|fim\\s+de\\s+semana)|" +
    "(?:em\\s+)?alguns\\s+dias|(?:no\\s+)?dia\\s+\\d{1,2}",
  vague: "s[aá]b|segunda|ter[cç]a|quarta|quinta|sexta",
  rare: "seg|ter|qua|qui|sex|dom|\\d{1,2}\\s+(?:set|out)",
  counted:
    "parte|epis[oó]dio|cap[ií]tulo|p[aá]gina|passo|dia|semana|volume|n[uú]mero|n[o°º]|temporada|n[ií]vel|lição|aula|exerc[ií]cio|quarto|nota|sessão|versão|adicionar|cerca\\s+de",
  numbered: "rua|avenida|av\\.?|pra[cç]a|largo|travessa|ponte|bairro|parque|alameda",
  joins: "ou|e|a|à|até|depois|talvez",
  hasCapitalNames: true,
  hasSmallDays: true,
  spoken: {
    every: "(?:a\\s+)?cada|tod[ao]s?(?:\\s+[ao]s)?",
    units: ["dias?", "semanas?", "m[eê]s(?:es)?", "anos?"],
    weekdays: ["segundas?", "ter[cç]as?", "quartas?", "quintas?", "sextas?", "s[aá]bados?", "domingos?"].map(
      (day) => `(?:${day})(?:-feiras?)?`,
    ),
    named: {
      "fi(?:m|ns)\\s+de\\s+semana": "FREQ=WEEKLY;BYDAY=SA",
      "dias?\\s+(?:[uú]te?il|[uú]teis|de\\s+semana)": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
      "trimestres?": "FREQ=MONTHLY;INTERVAL=3",
    },
    alone: {
      diariamente: "FREQ=DAILY",
      semanalmente: "FREQ=WEEKLY",
      mensalmente: "FREQ=MONTHLY",
      anualmente: "FREQ=YEARLY",
    },
    on: "n[ao]s?|em|aos?|às",
    and: "e",
    to: "a",
    isMonthDayClear: true,
    monthDay: "(?:no\\s+)?dia\\s+(\\d{1,2})",
    dayParts: "manhãs?|tardes?|noites?",
    lastDay: "[uú]ltimo\\s+dia",
    ofMonth: "d(?:o|e\\s+cada)\\s+m[eê]s",
    ofEveryMonth: "de\\s+(?:cada|todo)\\s+m[eê]s",
    whenDone: "depois\\s+de\\s+(?:feito|feita|conclu[ií]d[ao]|concluir)",
    until: "at[eé](?:\\s+(?:[ao]|ao))?",
    starting: "(?:a\\s+partir\\s+d[aeo]|desde)(?:\\s+[ao])?",
    times: "vezes",
    during: "(?:durante|por)",
    binds: "vez(?:es)?|quase",
    stops: "conta|exceto|menos|por",
    time: {
      at: "[àa]s?|antes\\s+das?",
      patterns: [AM_OR_PM, "(?<h>\\d{1,2})\\s?h(?:oras)?(?:(?<m>\\d{2}))?"],
      noon: "ao\\s+meio-dia",
      late: "noites?|tardes?",
      binds: "desde\\s+as|at[eé]\\s+[àa]s|por\\s+volta\\s+das",
      hour: "[àa]s",
      from: "das|de",
      to: "[àa]s?|ao|e|ou",
    },
    reminder: {
      words: "(?:me\\s+)?lembr(?:e|a|ar)(?:-me)?|lembrete:?|(?:me\\s+)?avis(?:e|a|ar)(?:-me)?",
      patterns: [
        "(?:e\\s+)?(?:com\\s+(?:um\\s+)?)?(?:me\\s+)?(?:lembr(?:e|a|ar)(?:-me)?|lembrete|avis(?:e|a|ar)(?:-me)?)(?:\\s*:)?\\s+(?:(?<half>meia\\s+hora)|(?<n>\\d{1,5}|[a-zê]+)\\s*(?<unit>[a-z]+))\\s+(?:antes|de\\s+anteced[eê]ncia)",
      ],
      units: { "m|mins?|minutos?": 1, "h|horas?": 60, "d|dias?": 1440, "semanas?": 10_080 },
    },
  },
};
