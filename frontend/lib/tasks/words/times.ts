/** Finds the time of day that somebody surely means: "at 5pm", "17:00". */

import { CHANGES } from "./fractions";
import { anywhere, atEnd, atStart, compiled, DIGIT, type Language, LETTERS, numberOf } from "./language";
import { isWithinQuotes, LINK_BEFORE } from "./meaning";
import { isShort, type Mention } from "./mentions";
import { endsWithVerb, isAtStart, whatFollows } from "./place";
import type { Span } from "./repeat-phrases";
import type { FindHere } from "./rule-parts";

export type TimePhrase = Span & { time: string };

type Candidate = TimePhrase & {
  language: Language;
  /** "At", as written. */
  intro: string;
  isIntroduced: boolean;
  /** Nobody has to guess which half of the day it is. */
  isHalfClear: boolean;
  isNoon: boolean;
  /** "Alle 17" may be to seventeen of them. */
  isBare: boolean;
  /** "8h" may be how long, and "2h" is, for hardly anybody gets up then. */
  isDuration: boolean;
};

/** Two times are a range, or two tasks; one that is introduced outweighs others. */
export function timeIn(text: string, languages: readonly Language[], find: FindHere): TimePhrase | undefined {
  const all = withoutOverlaps(languages.flatMap((language) => candidatesIn(text, language)));
  if (all.length === 0) return undefined;
  const mentions = find(text);
  // "Monday 9am or tuesday 10am": each has its day.
  if (all.length > 1 && all.some((one) => isStopped(one, text))) return undefined;
  const late = languages.map(({ spoken }) => spoken.time.late ?? "(?!)").join("|");
  const meant = all.filter((one) => !isLate(one, text, late) && isMeant(one, text, mentions));
  const [one, ...others] = meant.length > 1 ? meant.filter(({ isIntroduced }) => isIntroduced) : meant;
  return others.length === 0 ? one : undefined;
}

const ALWAYS = `(?<h>${DIGIT}{1,2})[:：](?<m>${DIGIT}{2})`;

function candidatesIn(text: string, language: Language): Candidate[] {
  const { at, noon, patterns, hour } = language.spoken.time;
  const times = [...patterns, noon ? `(?<noon>${noon})` : "(?!)", ALWAYS];
  const sources = times.map((one) => `(?:(?:(?<at>${at})|${language.for})\\s*)?${one}`);
  const AFTERNOON = "(?<h>1[3-9]|2[0-3])";
  sources.push(`(?<at>${hour ?? at})\\s*${AFTERNOON}\\s?h(?<m>[0-5]\\d)?`);
  if (hour) sources.push(`(?<at>${hour})\\s*${AFTERNOON}`, `(?<at>${hour})\\s*(?<h>\\d{1,2})\\.(?<m>[0-5]\\d)`);
  return sources
    .flatMap((source) => [...text.matchAll(standingAlone(source))])
    .map((match) => candidateOf(match, language))
    .filter((one) => one !== undefined);
}

const standingAlone = (source: string) =>
  global(`(?<![${LETTERS}.,:/€$£#@+~≈<>=-])${source}(?![${LETTERS}%€/]|[-.][a-z]|\\s?[:.,]\\d)`);

function candidateOf(match: RegExpExecArray, language: Language): Candidate | undefined {
  const { at, noon } = match.groups ?? {};
  const time = noon ? "12:00" : timeOf(match.groups ?? {});
  if (!time) return undefined;
  return {
    from: match.index,
    to: match.index + match[0].length,
    time,
    language,
    intro: at ?? "",
    // "Al mediodía" brings its own introduction.
    isIntroduced: at !== undefined || /\s/.test(noon ?? ""),
    isHalfClear: Boolean(match.groups?.half ?? match.groups?.late) || time >= "13",
    isNoon: noon !== undefined,
    isBare: /^\D*\d{1,2}(?:\.\d{2})?$/.test(match[0]),
    isDuration: at === undefined && time < "13" && /\d\s?(?:h[a-z]*|u(?:ur)?)$/i.test(match[0]),
  };
}

function timeOf({ h, m, half, late }: Record<string, string | undefined>): string | undefined {
  const [hour, minute] = [numberOf(h), m === "半" ? 30 : numberOf(m ?? "0")];
  if (minute > 59 || hour > 23 || (half && (hour < 1 || hour > 12))) return undefined;
  const isLate = late !== undefined || half?.toLowerCase() === "p";
  const hours = half || isLate ? (hour % 12) + (isLate ? 12 : 0) : hour;
  return `${String(hours).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

const known = new Map<string, RegExp>();

function global(source: string): RegExp {
  const made = known.get(source) ?? new RegExp(source, "giu");
  known.set(source, made);
  return made;
}

function withoutOverlaps(all: Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  for (const one of all.toSorted((a, b) => b.to - b.from - (a.to - a.from)))
    if (!kept.some(({ from, to }) => one.from < to && from < one.to)) kept.push(one);
  return kept;
}

function isMeant(one: Candidate, text: string, mentions: readonly Mention[]): boolean {
  const { from, to, language, intro, isIntroduced, isHalfClear, isNoon, isBare, isDuration } = one;
  const [before, after] = [text.slice(0, from), text.slice(to)];
  const { spoken } = language;
  if (LINK_BEFORE.test(before) || isWithinQuotes(text, from, to)) return false;
  if (isOfRange(before + intro, after, language, isNoon)) return false;
  if (/^\d+:\d+$/.test(text.slice(from, to)) && atEnd(spoken.time.verses ?? "(?!)").test(before)) return false;
  // In "dentist 10am, remind me at 9am" it is not when the task is due.
  const reminding = atEnd(spoken.reminder.words).exec(before);
  if (reminding && !isAtStart(before.slice(0, reminding.index))) return false;
  const binds = [
    spoken.time.binds,
    spoken.time.from,
    spoken.until,
    ...(isIntroduced ? [] : [language.binds, language.on]),
  ]
    .filter(Boolean)
    .join("|");
  if (atEnd(binds).test(before)) return false;
  if (language.counts && atEnd(language.counts).test(before + intro)) return false;
  if (isIntroduced && anywhere(language.negations).test(before.split(/[.;!?]\s/).at(-1) ?? "")) return false;
  if (isStopped(one, text)) return false;
  // "9:30 in the evening" says which half of the day it is, in words that are not read.
  if (!isHalfClear && atStart(language.parts).test(after)) return false;
  if (isDuration && one.time < "06") return false;
  // "High Noon".
  if ((isNoon && !isIntroduced) || isDuration) return isBesideDay(from, to, text, language, mentions);
  const isContent = whatFollows(after, language) === "content" && !goesOnWithDay(text, to, language, mentions);
  if (isBare && (CHANGES.test(text) || (isContent && !endsWithVerb(after, language)))) return false;
  // "Mama morgen 15 Uhr anrufen".
  const isBeforeVerb = endsWithVerb(after, language) && isBesideDay(from, to, text, language, mentions);
  return isIntroduced || isAtStart(before) || language.isUnspaced || isBeforeVerb || !isContent;
}

/** "9am or", and not "9am until". */
function isStopped({ to, language: { stops, spoken } }: Candidate, text: string): boolean {
  const after = text.slice(to);
  return atStart(stops).test(after) && !atStart(spoken.until).test(after);
}

/** So do "evening class 9:30", "tonight at 9:30" and "9:30 on friday evening". */
function isLate({ from, to, isHalfClear, isNoon }: Candidate, text: string, late: string): boolean {
  if (isHalfClear || isNoon) return false;
  const before = text.slice(0, from).replace(/[\s\p{P}]+$/u, "");
  return (
    atEnd(`(?:${late})(?:\\s+\\S+){0,2}`).test(before) || atStart(`(?:\\S+\\s+){0,2}?(?:${late})`).test(text.slice(to))
  );
}

/** "2pm-3pm", "14h à 15h", and "dalle 14 alle 15"; but "lundi 4 à 15h" is a day and a time. */
function isOfRange(upTo: string, after: string, { parts, spoken: { time } }: Language, isNoon: boolean): boolean {
  const { from = "(?!)", to = "(?!)", noon = "(?!)" } = time;
  const unit = "[:：]\\d{2}|\\s?(?:h\\d{0,2}|[ap]\\.?m\\.?|uhr|uur|時)";
  const start = `(?<![\\d./:])\\d{1,2}(?:${unit})|(?<![${LETTERS}-])(?:${noon})|(?:${from})\\s*\\d{1,2}(?:${unit}|\\.\\d{2})?`;
  // "Al mediodía" brings what stands between.
  const isEnd = compiled(`\\d\\s*(?:[ap]m)?\\s*[-–—]\\s*$|(?:${start})\\s*(?:${to})${isNoon ? "?" : ""}\\s*$`).test(
    upTo,
  );
  return (
    isEnd || compiled(`^\\s*(?:[-–—&]|${to})\\s*(?:at\\s+)?(?:\\d|(?:${noon}|${parts})(?![${LETTERS}]))`).test(after)
  );
}

function isBesideDay(
  from: number,
  to: number,
  text: string,
  language: Language,
  mentions: readonly Mention[],
): boolean {
  const isBehind = mentions.some(({ at, words }) => /^[\s,]+$/.test(text.slice(at + words.length, from)));
  const isBehindRepeat = atEnd(language.spoken.weekdays.join("|")).test(text.slice(0, from));
  return isBehind || isBehindRepeat || language.isUnspaced === true || goesOnWithDay(text, to, language, mentions);
}

/** "13th", "3.12.26" and the 30th of february, in all the languages. */
const NO_SUCH_DAY = compiled(
  "(?:\\d(?:st|nd|rd|th|\\.|[º°])|\\d([./-])\\d{1,2}\\1\\d{2,4}|" +
    "(?:29|30|31)\\.?\\s+(?:de\\s+)?(?:f[eé][vb]|a[pvb]r|ju[ni]|giu|se[pt]|nov)[a-zéä]*\\.?),?\\s*$",
);

/** In "monday or tuesday at 9am", "next week at 9am" it is a time of what is no day of the task, and not one of today. */
export function isOfAnotherDay(
  { from, to }: Span,
  text: string,
  languages: readonly Language[],
  mentions: readonly Mention[],
): boolean {
  const before = text.slice(0, from);
  const isBehind = mentions.some(
    ({ at, words }) => /^[\s,()（）@の–-]*$/.test(text.slice(at + words.length, from)) && at < from,
  );
  const isBefore = languages.some((language) => {
    const { by, on, unread } = language;
    const gap = to + (compiled(`^\\s*(?:(?:${by}|${on})\\s+)?`).exec(text.slice(to))?.[0].length ?? 0);
    const said = compiled(`^(?:${unread})(?![${LETTERS}])`).exec(text.slice(gap))?.[0];
    const isUnread = said !== undefined && whatFollows(text.slice(gap + said.length), language) !== "content";
    return isUnread || mentions.some(({ at }) => at === gap);
  });
  const isBehindUnread = languages.some(({ unread }) => atEnd(unread).test(before));
  const isOfPeriod = languages.some(({ spoken: { units, named } }) =>
    atEnd([...units.slice(1), ...Object.keys(named)].join("|")).test(before),
  );
  return isBehind || isBehindUnread || isBefore || isOfPeriod || NO_SUCH_DAY.test(before);
}

/** In "call mum Mon. 9am" the dot goes with the time, or it would end what is left. */
export function withDotBefore({ from, to }: Span, text: string, find: FindHere): Span {
  const before = text.slice(0, from);
  const dot = /(?<=\p{L})\.[\s,(@–-]*$/u.exec(before)?.index;
  const isOfDay = dot !== undefined && find(before).some((day) => isShort(day) && day.at + day.words.length === dot);
  return isOfDay ? { from: dot, to } : { from, to };
}

/** "5pm friday", "5pm every friday", "5pm starting friday". */
export function goesOnWithDay(text: string, to: number, language: Language, mentions: readonly Mention[]): boolean {
  const { on, by, spoken } = language;
  const after = text.slice(to);
  const begins = spoken.starting ?? "(?!)";
  const gap = to + (compiled(`^\\s*(?:(?:${by}|${on}|${begins})\\s+)?`).exec(after)?.[0].length ?? 0);
  return atStart(spoken.every).test(after) || mentions.some(({ at, day }) => day && at === gap);
}
