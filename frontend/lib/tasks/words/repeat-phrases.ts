/** Finds the repeat that somebody surely means: "standup every weekday until 1 march". */

import type { Rule } from "../../domain/repeat/rule";
import type { Day } from "../day";
import { anywhere, atEnd, atStart, compiled, type Language, LETTERS } from "./language";
import { areWords, FREE_AFTER, FREE_BEFORE, isWithinQuotes, LINK_BEFORE } from "./meaning";
import { endsWithVerb, isAtStart, whatFollows } from "./place";
import { type Said, saidAt } from "./repeat-rules";
import { type FindHere, numberAt, type Reading, takeMention } from "./rule-parts";
import { Scanner, type Spoken } from "./spoken";

export type Span = { from: number; to: number };

export type RepeatPhrase = Span & {
  rule: Rule;
  isFromCompletion: boolean;
  isKept: boolean;
  /** "Starting 1 march". */
  start?: Day;
  /** "For 3 weeks", in days. */
  lasts?: { amount: number; unit: number };
};

export function repeatIn(text: string, languages: readonly Language[], find: FindHere): RepeatPhrase | undefined {
  const found = languages.flatMap((language) => phrasesOf(text, language, find));
  const longest = found.toSorted((a, b) => b.to - b.from - (a.to - a.from))[0];
  // Whoever says two repeats has two tasks.
  return found.every((one) => one.from >= (longest?.from ?? 0) && one.to <= (longest?.to ?? 0)) ? longest : undefined;
}

function phrasesOf(text: string, language: Language, find: FindHere): RepeatPhrase[] {
  const { spoken } = language;
  if (!anywhereIn(spoken).test(text)) return [];
  const found: RepeatPhrase[] = [];
  for (let at = 0; at < text.length; at++) {
    if (!isWordStart(text, at, language)) continue;
    const reading = { scan: new Scanner(text, at, language.isUnspaced), spoken, language, find };
    const said = saidAt(reading);
    const phrase = said && phraseFrom(at, said, reading);
    if (phrase && isMeant(phrase, said, reading)) found.push(phrase);
    if (phrase) at = phrase.to;
  }
  return found;
}

const starts = new Map<Spoken, RegExp>();

/** A text that has none of these has no repeat. */
function anywhereIn(spoken: Spoken): RegExp {
  const { every, alone, plural = [], whenDone = [], ofEveryMonth = [], others = [] } = spoken;
  const words = [
    every,
    ...Object.keys(alone),
    ...plural,
    others.map(([other]) => other),
    whenDone,
    ofEveryMonth,
  ].flat();
  const made = starts.get(spoken) ?? new RegExp(words.join("|"), "iu");
  starts.set(spoken, made);
  return made;
}

const LETTER = compiled(`[${LETTERS}]`);

function isWordStart(text: string, at: number, { isUnspaced }: Language): boolean {
  const [before = "", letter = ""] = [text[at - 1], text[at]];
  const isWithin = LETTER.test(before) && (!isUnspaced || LETTER.test(letter));
  return /[\p{L}\p{N}]/u.test(letter) && !isWithin;
}

/** With what ends it, in any order. */
function phraseFrom(from: number, said: Said, reading: Reading): RepeatPhrase | undefined {
  const { scan, spoken, language } = reading;
  const { isFromCompletion = false, isKept = false } = said;
  const phrase: RepeatPhrase = { from, to: scan.at, rule: { ...said.rule }, isFromCompletion, isKept };
  for (;;) {
    const { count, until } = phrase.rule;
    const isEnding = count !== undefined || until !== undefined || phrase.lasts !== undefined;
    const day = !isEnding && dayAfter(spoken.until, reading);
    const times = !isEnding && !day && scan.attempt(() => timesAt(reading));
    const lasts = !isEnding && !day && !times && scan.attempt(() => lastsAt(reading));
    const isEnd = day || times || lasts;
    const start = !isEnd && !phrase.start && (dayAfter(spoken.starting, reading) || dayAfter(spoken.from, reading));
    if (day) phrase.rule.until = day;
    else if (times) phrase.rule.count = times;
    else if (lasts) phrase.lasts = lasts;
    else if (start) phrase.start = start;
    else break;
  }
  phrase.to = scan.at;
  // "Every day by friday".
  if (dayAfter(language.by, reading)) return undefined;
  if (isHalf(phrase, scan.text.slice(phrase.to), spoken, language)) return undefined;
  if (scan.take(spoken.trailing) && areWords(scan.text, phrase.to, scan.at)) phrase.to = scan.at;
  return phrase;
}

function dayAfter(words: string | undefined, reading: Reading): Day | undefined {
  return reading.scan.attempt(() =>
    takeAfterComma(reading, words) ? takeMention(reading, ({ day }) => day !== "") : undefined,
  );
}

/** "Every day, until 1 march", as repeats are said. */
function takeAfterComma({ scan }: Reading, words: string | undefined) {
  return words ? scan.take(`(?:,\\s*)?(?:${words})`) : null;
}

function timesAt(reading: Reading): number | undefined {
  const { scan, spoken } = reading;
  if (!spoken.times) return undefined;
  scan.take(",", false);
  scan.take(spoken.during);
  const count = numberAt(reading);
  return count !== undefined && scan.take(spoken.times) ? count : undefined;
}

function lastsAt(reading: Reading): RepeatPhrase["lasts"] {
  const { scan, spoken } = reading;
  const amount = scan.take(spoken.during) ? numberAt(reading) : undefined;
  const unit = amount === undefined ? -1 : scan.takeOneOf(spoken.units);
  return amount !== undefined && unit >= 0 ? { amount, unit } : undefined;
}

/** More of it follows, which is not understood. */
function isHalf({ rule }: RepeatPhrase, after: string, spoken: Spoken, { stops, unread }: Language): boolean {
  const days = [...spoken.weekdays, ...(spoken.plural ?? [])].join("|");
  const joined = `(?:[,、&+/–-]\\s*|(?:${spoken.and})\\s*)?(?:(?:${spoken.on})\\s*)?`;
  const more = [
    days,
    spoken.monthDay,
    spoken.places?.map((place) => `(?:${place})\\s+(?:${days})`).join("|"),
    spoken.lastDay,
  ];
  if (atStart(`${joined}(?:${more.filter(Boolean).join("|")})`).test(after)) return true;
  // "Every month on payday".
  const isOfAnyDay = rule.frequency !== "DAILY" && rule.days.length === 0 && !rule.nth && !rule.monthDay;
  if (atStart(`(?:${spoken.on})\\s+${isOfAnyDay ? "" : "(?:the\\s+)?\\d"}[^\\s]*`).test(after)) return true;
  if (spoken.during && atStart(`(?:${spoken.during})\\s+\\d[^\\s]*`).test(after)) return true;
  if (spoken.from && atStart(`(?:${spoken.from})\\s+(?:the\\s+)?\\d[^\\s]*`).test(after)) return true;
  const half = [
    stops,
    unread,
    spoken.stops,
    spoken.until,
    spoken.starting,
    spoken.ofMonth,
    spoken.times,
    spoken.whenDone,
  ];
  return atStart(half.filter(Boolean).join("|")).test(after);
}

function isMeant(
  { from, to, rule }: RepeatPhrase,
  { isAlone }: Said,
  { scan: { text }, spoken, language, find }: Reading,
): boolean {
  const [before, after] = [text.slice(0, from), text.slice(to)];
  const isFree = language.isUnspaced || (FREE_BEFORE.test(before) && FREE_AFTER.test(after));
  if (!isFree || LINK_BEFORE.test(before) || isWithinQuotes(text, from, to)) return false;
  if (atEnd(`${language.binds}|${spoken.binds ?? "(?!)"}`).test(before)) return false;
  // "3x daily".
  if (/\d\s?[x×]\s*$/i.test(before)) return false;
  // "Starting 1 july monthly".
  const bounds = [spoken.starting, spoken.from, spoken.until].filter(Boolean).join("|");
  if (find(before).some(({ at }) => atEnd(bounds).test(before.slice(0, at)))) return false;
  // "28th monthly".
  const hasDay = rule.frequency !== "MONTHLY" || rule.nth || rule.monthDay || find(before).at(-1)?.day;
  if (!hasDay && atEnd(spoken.monthDay ?? "(?!)").test(before)) return false;
  // "TGI Fridays", "3 business days"; but "vitamin B12 daily".
  if (isAlone && (/(?<!\S)\d+\s*$/.test(before) || (language.names && atEnd(language.names).test(before))))
    return false;
  if (anywhere(language.negations).test(before.split(/[.;!?]\s/).at(-1) ?? "")) return false;
  const follows = whatFollows(after, language);
  const isFirst = isAtStart(before);
  if (follows === "end" || follows === "pause") return true;
  if (isAlone && isFirst && !language.isUnspaced) return false;
  if (follows !== "content" || language.isUnspaced) return true;
  if (endsWithVerb(after, language)) return true;
  // "Every Day Is Like Sunday" is a name.
  const isName =
    language.hasCapitalNames &&
    /\p{Ll}/u.test(text) &&
    /\s\p{Lu}/u.test(text.slice(from, to)) &&
    /^\s+\p{Lu}/u.test(after);
  return isFirst && !isName;
}
