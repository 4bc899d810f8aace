/** Judges whether a mention of a day is surely meant as the day of the task: if not, its words stay words. */

import type { Day } from "../day";
import { looksLikeNumber } from "./fractions";
import { anywhere, atEnd, atStart, type Language, whole } from "./language";
import type { Mention } from "./mentions";

/** A mention with the words that go with it. */
export type Meant = {
  mention: Mention;
  day: Day;
  /** What is taken out of the text. */
  from: number;
  to: number;
  /** A deadline in so many words, such as "by friday". */
  isDeadline: boolean;
};

/** What goes with the day before it. */
export type Introduction = { from: number; words: string; kind: "by" | "on" | "for" | "coming" };

/** A mention with all that stands around it, as one language has it. */
export type Place = {
  mention: Mention;
  text: string;
  language: Language;
  introduction: Introduction | undefined;
  /** Before the introduction. */
  before: string;
  after: string;
  follows: Follows;
};

/** What comes after the day: nothing, a comma and the like, "5pm", "about", or another word. */
type Follows = "end" | "pause" | "time" | "goesOn" | "content";

export function meantBy(mention: Mention, text: string, today: Day, mentions: readonly Mention[]): Meant | null {
  const places = mention.languages.map((language) => placeOf(mention, text, language));
  const place = places.find(({ introduction }) => introduction) ?? places[0];
  if (!place || mention.day < today || isOneOfSeveral(place, mentions)) return null;
  if (!places.every(standsAlone) || isQuoted(place) || places.some(isSomethingElse)) return null;
  if (looksLikeNumber(place) || !isSure(place)) return null;
  const { introduction, language, after } = place;
  const trailing = language.trailing ? new RegExp(`^\\s*(?:${language.trailing})`, "iu").exec(after)?.[0] : undefined;
  const isKept = language.kept && whole(language.kept).test(mention.words);
  return {
    mention,
    day: mention.day === today && introduction?.kind === "coming" ? weekLater(mention.day) : mention.day,
    from: isKept ? mention.at : (introduction?.from ?? mention.at),
    to: isKept ? mention.at : mention.at + mention.words.length + (trailing?.length ?? 0),
    isDeadline: introduction?.kind === "by" || Boolean(trailing && /まで/.test(trailing)),
  };
}

function weekLater(day: Day): Day {
  return new Date(Date.parse(day) + 7 * 86_400_000).toISOString().slice(0, 10);
}

function placeOf(mention: Mention, text: string, language: Language): Place {
  const upTo = text.slice(0, mention.at);
  const introduction = introductionOf(upTo, mention, language);
  const after = text.slice(mention.at + mention.words.length);
  const before = upTo.slice(0, introduction?.from);
  return { mention, text, language, introduction, before, after, follows: whatFollows(after, language) };
}

function introductionOf(upTo: string, { kind }: Mention, language: Language): Introduction | undefined {
  const coming = language.coming && kind === "weekday" ? `(?<coming>${language.coming})` : "(?<coming>(?!))";
  const { by, on } = language;
  const words = `(?:(?:(?<by>${by}):?\\s*|(?<for>${language.for}):?\\s*)?(?:(?<on>${on}):?\\s*)?(?:${coming}\\s*)?)`;
  const found = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_'’-])${words}$`, "iu").exec(upTo);
  if (!found?.[0]) return undefined;
  const groups = found.groups ?? {};
  const kinds = ["coming", "by", "for", "on"] as const;
  const first = kinds.find((name) => groups[name] !== undefined);
  return first && { from: found.index, words: found[0].trim(), kind: first };
}

const TIME =
  /^\s*[,@]?\s*(?:um\s+|at\s+|à\s+|a\s+las?\s+|às\s+|om\s+|alle\s+)?\d{1,2}(?:[:.]\d{2}(?!\d|\.)(?:\s*[ap]\.?m\b)?|\s*[ap]\.?m\b|\s*h(?:\d{2})?\b|\s*uhr\b|\s*o['’]?clock|\s*uur\b|時)/iu;

function whatFollows(after: string, language: Language): Follows {
  if (/^(?:[\s\p{P}\p{Extended_Pictographic}]|\uFE0F)*$/u.test(after)) return "end";
  if (TIME.test(after) || isPartOfDay(after, language)) return "time";
  if (/^\s*(?:[)\]},;:!?.…–—]|-\s|\n|#[\p{L}\p{N}]|![1-3](?:\s|$)|\p{Extended_Pictographic})/u.test(after))
    return "pause";
  return atStart(language.goesOn).test(after) ? "goesOn" : "content";
}

/** In "Monday Night Football" it is a part of a name. */
function isPartOfDay(after: string, language: Language): boolean {
  return (
    atStart(language.parts).test(after) && !(language.hasCapitalNames && /^\s+\p{Lu}\p{Ll}+\s+\p{Lu}/u.test(after))
  );
}

const FREE_BEFORE = /(^|[\s([{,;:!?…–—\p{Extended_Pictographic}\p{Emoji_Modifier}]|\uFE0F)$/u;
const FREE_AFTER = /^($|[\s)\]},;!?…–—\p{Extended_Pictographic}]|#[\p{L}\p{N}]|[.:]+(?![\p{L}\p{N}/]))/u;
const LINK_BEFORE = /(:\/\/|\bwww\.)\S*$/i;

/** Not within "today's", "€20/12 Dec", a path or a link. */
function standsAlone({ mention, text, after, before, introduction, language }: Place): boolean {
  const upTo = text.slice(0, mention.at);
  if (LINK_BEFORE.test(upTo)) return false;
  if (language.isUnspaced && mention.kind !== "number" && mention.kind !== "iso") return isOwnSegment(mention, text);
  return FREE_BEFORE.test(upTo) && FREE_AFTER.test(after) && (!introduction || !before || FREE_BEFORE.test(before));
}

/** Where no spaces part the words, "明日" is tomorrow and "明日香" a name. */
function isOwnSegment({ at, words }: Mention, text: string): boolean {
  if (/^[\p{Script=Latin}\p{N}]/u.test(text.slice(at + words.length))) return true;
  if (typeof Intl.Segmenter !== "function") return /^([\s\p{P}]|$)/u.test(text.slice(at + words.length));
  const segments = [...new Intl.Segmenter("ja", { granularity: "word" }).segment(text)];
  const isBoundary = (place: number) => place === text.length || segments.some(({ index }) => index === place);
  return isBoundary(at) && isBoundary(at + words.length);
}

const QUOTES = /["“”„«»「」『』`]/gu;

/** What stands in quotes is a title. */
function isQuoted({ mention, text }: Place): boolean {
  const before = text.slice(0, mention.at).match(QUOTES)?.length ?? 0;
  const after = text.slice(mention.at + mention.words.length).match(QUOTES)?.length ?? 0;
  return before % 2 === 1 && after > 0;
}

/** Whoever writes "friday or saturday" has not chosen, and a task has one day. */
function isOneOfSeveral(
  { mention, text, language, before: introducedAt }: Place,
  mentions: readonly Mention[],
): boolean {
  const at = mentions.indexOf(mention);
  const [before, after] = [mentions[at - 1], mentions[at + 1]];
  const introductions = `(?:${language.by}|${language.on}|${language.for})`;
  const joined = new RegExp(
    `^\\s*(?:(?:[,;/&+·–—-]|,?\\s*(?:${language.joins}))\\s*(?:${introductions})?)?\\s*$`,
    "iu",
  );
  const isJoined = (left: Mention, right: Mention) => joined.test(text.slice(left.at + left.words.length, right.at));
  const isNumber = (other: Mention) => looksLikeNumber(placeOf(other, text, language));
  const isVague = (other: Mention) =>
    placeOf(other, text, language).follows !== "end" && whole(language.vague).test(other.words);
  return Boolean(
    (before && isJoined(before, mention) && !isNumber(before)) ||
      (after && isJoined(mention, after) && !isNumber(after) && !isVague(after)) ||
      isAfterNumber(mention, introducedAt, language),
  );
}

/** "On 12 or on 13 dec", of which chrono finds the second. */
function isAfterNumber({ words }: Mention, before: string, { joins }: Language): boolean {
  const isNumber = /^(the\s+)?\d/i.test(words);
  return isNumber && new RegExp(`\\d\\p{L}{0,2}\\.?\\s*(?:[,;/&+–—-]|\\s(?:${joins}))\\s*$`, "iu").test(before);
}

/** By its words, a day is mentioned and not meant. */
function isSomethingElse(place: Place): boolean {
  const { mention, text, before, after, introduction, language } = place;
  const upTo = text.slice(0, mention.at);
  if (anywhere(language.repeats).test(text) || atStart(language.stops).test(after)) return true;
  if (language.counts && atEnd(language.counts).test(upTo)) return true;
  if (language.names && atEnd(language.names).test(upTo)) return true;
  const isBound = !introduction || introduction.kind === "on" || introduction.kind === "for";
  if (isBound && atEnd(language.binds).test(before)) return true;
  if (mention.kind === "number" && atEnd(language.counted).test(before)) return true;
  if (introduction && isTurnedRound(place)) return true;
  // "On tomorrow" and "am Morgen" are not the day after today.
  if (introduction?.kind === "on" && mention.kind === "ahead") return true;
  return isTitle(place) || isRare(place);
}

/** "Not before friday"; "Don't forget to call by friday" is none. */
function isTurnedRound({ before, introduction, language }: Place): boolean {
  const last = before.split(/[.;!?]\s/).at(-1) ?? "";
  return introduction?.kind !== "coming" && anywhere(language.negations).test(last);
}

/** "Psychology Today", "The Day After Tomorrow": capitals that no sentence has. */
function isTitle({ mention: { words, kind }, before, text, language }: Place): boolean {
  if (!/\p{Ll}/u.test(text) || kind !== "ahead") return false;
  if (/^\S+\s.*(?<!\p{L})\p{Lu}/u.test(words) && language.hasCapitalNames) return true;
  const isAfterName = /\S\s+\p{Lu}[\p{L}\p{N}]*\s+$/u.test(before) || /(^|\s)\p{Lu}{2,}\s+$/u.test(before);
  return Boolean(language.hasCapitalNames) && /^\p{Lu}/u.test(words) && isAfterName;
}

/** "Some sun", "take the SAT": only introduced. */
function isRare({ mention, text, introduction, language }: Place): boolean {
  if (introduction?.kind === "by" || mention.kind !== "weekday") return false;
  const upTo = text.slice(0, mention.at + mention.words.length);
  const isShouted = /\p{Ll}/u.test(text) && /^(SAT|SUN|MON|WED)$/.test(mention.words);
  return isShouted || Boolean(language.rare && atEnd(language.rare).test(upTo));
}

/** At the end, before a pause or a word that goes on, or in a place where nothing else can be meant. */
function isSure(place: Place): boolean {
  const { mention, introduction, follows, after, language, before } = place;
  const isFirst = /^[\s\p{P}\p{Extended_Pictographic}]*$/u.test(before) || /[.!?]\s+$/.test(before);
  const isNumber = mention.kind === "number" && !/\.$|\d{4}$/.test(mention.words);
  if (isNumber || whole(language.vague).test(mention.words)) {
    if (follows === "end" || follows === "time") return true;
    if (follows === "pause" && isFirst && /^\s*[:–—-]/.test(after)) return true;
    return introduction?.kind === "by" || introduction?.kind === "on";
  }
  if (follows !== "content" || language.isUnspaced) return true;
  const isName = /^\s+\p{Lu}\S*(\s+\p{Lu}|[\s\p{P}]*$)/u.test(after) && /^\p{Lu}/u.test(mention.words);
  const isVerb = language.verbs !== undefined && atStart(language.verbs).test(after);
  const isOwnSentence = isVerb && /^\s+\p{Lu}\p{Ll}/u.test(after);
  if (introduction?.kind === "by") return !isName || isVerb;
  if (language.lastVerb && new RegExp(`(?:${language.lastVerb})[\\s\\p{P}]*$`, "u").test(after)) return true;
  if (!isFirst) return isOwnSentence && (mention.kind !== "weekday" || !isName || isVerb);
  if (isVerb || introduction?.kind === "on") return true;
  if (mention.kind === "weekday" && language.verbs) return false;
  return !(language.hasCapitalNames && isCapitalAfter(mention, after));
}

/** "Tomorrow Never Dies", "Viernes Santo". */
function isCapitalAfter({ words }: Mention, after: string): boolean {
  return /^\p{Lu}/u.test(words) && /^\s+\p{Lu}/u.test(after);
}
