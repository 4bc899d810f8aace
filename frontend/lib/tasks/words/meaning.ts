/** Judges whether a mention of a day is surely meant as the day of the task: if not, its words stay words. */

import type { Day } from "../day";
import { looksLikeNumber } from "./fractions";
import { anywhere, atEnd, atStart, compiled, type Language, whole } from "./language";
import type { Mention } from "./mentions";
import { endsWithVerb, type Place, placeOf, TIME } from "./place";

/** A mention with the words that go with it. */
export type Meant = {
  mention: Mention;
  day: Day;
  /** What is taken out of the text. */
  from: number;
  to: number;
  /** A deadline in so many words, such as "by friday". */
  isDeadline: boolean;
  /** "Friday lunch": any other day outweighs it. */
  isFaint: boolean;
};

export function meantBy(mention: Mention, text: string, today: Day, mentions: readonly Mention[]): Meant | null {
  const places = mention.languages.map((language) => placeOf(mention, text, language));
  const place = places.find(({ introduction, trailing }) => introduction ?? trailing) ?? places[0];
  if (!place || !mention.day || mention.day < today || isOneOfSeveral(place, mentions)) return null;
  if (!standsAlone(place) || isQuoted(place) || places.some(isSomethingElse)) return null;
  if (looksLikeNumber(place) || !isSure(place)) return null;
  const { introduction, language, trailing } = place;
  const isComing = introduction?.kind === "coming" || (trailing !== "" && !language.isUnspaced);
  const isKept = language.kept && whole(language.kept).test(mention.words);
  return {
    mention,
    day: mention.day === today && isComing ? weekLater(mention.day) : mention.day,
    from: isKept ? mention.at : (introduction?.from ?? mention.at),
    to: isKept ? mention.at : mention.at + mention.words.length + trailing.length,
    isDeadline: introduction?.kind === "by",
    isFaint: mention.kind === "weekday" && !introduction && place.isFirst && place.follows === "content",
  };
}

function weekLater(day: Day): Day {
  return new Date(Date.parse(day) + 7 * 86_400_000).toISOString().slice(0, 10);
}

export const FREE_BEFORE = /(^|[\s([{,;:?…–—@\p{Extended_Pictographic}\p{Emoji_Modifier}]|\uFE0F)$/u;
export const FREE_AFTER = /^($|[\s)\]},;!?…–—\p{Extended_Pictographic}]|#[\p{L}\p{N}]|[.:]+(?![\p{L}\p{N}/]))/u;
export const LINK_BEFORE = /(:\/\/|\bwww\.)\S*$/i;

/** Not within "today's", "€20/12 Dec", a path or a link. */
function standsAlone({ mention, text, upTo, before, introduction, trailing, after, language }: Place): boolean {
  if (LINK_BEFORE.test(upTo)) return false;
  if (language.isUnspaced && /^\p{L}/u.test(mention.words)) return isOwnSegment(mention, text);
  const isFreeAfter = FREE_AFTER.test(after) || (Boolean(language.isUnspaced) && trailing !== "");
  return FREE_BEFORE.test(upTo) && isFreeAfter && (!introduction || !before || FREE_BEFORE.test(before));
}

/** Where no spaces part the words, "明日" is tomorrow and "明日香" a name. */
function isOwnSegment({ at, words }: Mention, text: string): boolean {
  const after = text.slice(at + words.length);
  return /^([\p{Script=Latin}\p{N}\s\p{P}]|$)/u.test(after) || areWords(text, at, at + words.length);
}

/** Whether words begin at both places. */
export function areWords(text: string, ...places: number[]): boolean {
  if (typeof Intl.Segmenter !== "function") return false;
  if (parted.text !== text) {
    const segments = [...new Intl.Segmenter("ja", { granularity: "word" }).segment(text)];
    parted = { text, places: new Set(segments.map(({ index }) => index)) };
  }
  return places.every((place) => place === text.length || parted.places.has(place));
}

/** The same text is asked about for each of its days. */
let parted = { text: "", places: new Set<number>() };

const QUOTES = /["“”„«»「」『』`]/gu;

/** What stands in quotes is a title. */
function isQuoted({ mention: { at, words }, text }: Place): boolean {
  return isWithinQuotes(text, at, at + words.length);
}

export function isWithinQuotes(text: string, from: number, to: number): boolean {
  const before = text.slice(0, from).match(QUOTES)?.length ?? 0;
  const after = text.slice(to).match(QUOTES)?.length ?? 0;
  return before % 2 === 1 && after > 0;
}

/** Whoever writes "friday or saturday" has not chosen, and a task has one day. */
function isOneOfSeveral({ mention, text, language, upTo }: Place, mentions: readonly Mention[]): boolean {
  const { by, on, joins } = language;
  const joined = compiled(`^\\s*(?:(?:[,;/&+·–—-]|,?\\s*(?:${joins}))\\s*(?:${by}|${on}|${language.for})?)?\\s*$`);
  // "Tuesday at 9am or wednesday".
  const isJoined = (left: Mention, right: Mention) =>
    joined.test(text.slice(left.at + left.words.length, right.at).replace(TIME, ""));
  const isDay = (other: Mention) => {
    const place = placeOf(other, text, other.languages[0] ?? language);
    return standsAlone(place) && !looksLikeNumber(place);
  };
  // In "tomorrow and sun cream" the sun is no day.
  const isVague = (other: Mention) =>
    !/end|time/.test(placeOf(other, text, language).follows) && whole(language.vague).test(nameOf(other));
  const at = mentions.indexOf(mention);
  const [before, after] = [mentions[at - 1], mentions[at + 1]];
  if (before && isJoined(before, mention) && isDay(before)) return true;
  if (after && isJoined(mention, after) && isDay(after) && !isVague(after)) return true;
  // "12 or 13 dec", of which chrono finds the second.
  const afterNumber = compiled(`\\d[a-z]{0,2}\\.?\\s*(?:[,;/&+–—-]|\\s(?:${joins}))\\s*(?:(?:${by}|${on})\\s*)?$`);
  return /^(the\s+)?\d/i.test(mention.words) && afterNumber.test(upTo);
}

/** By its words, a day is mentioned and not meant. */
function isSomethingElse(place: Place): boolean {
  const { mention, text, upTo, before, after, introduction, language } = place;
  if (anywhere(language.repeats).test(text) || atStart(language.stops).test(after)) return true;
  if (language.counts && atEnd(language.counts).test(upTo)) return true;
  if (language.names && atEnd(language.names).test(upTo)) return true;
  // "The first monday of the month".
  if (mention.kind === "weekday" && atStart(language.spoken.ofMonth ?? "(?!)").test(after)) return true;
  if (mention.kind === "number" && atEnd(language.counted).test(before)) return true;
  const isDeadline = introduction?.kind === "by" || introduction?.kind === "coming";
  if (!isDeadline && atEnd(`(?:${language.binds}):?`).test(before)) return true;
  if (introduction && isTurnedRound(before, language)) return true;
  // "On tomorrow" and "am Morgen" are not the day after today.
  if (introduction?.kind === "on" && mention.kind === "ahead") return true;
  return isTitle(place) || isRare(place);
}

/** "Not before friday"; "Don't forget to call by friday" is none. */
function isTurnedRound(before: string, { negations }: Language): boolean {
  const sentence = before.split(/[.;!?]\s/).at(-1) ?? "";
  return anywhere(negations).test(sentence);
}

/** "Psychology Today", "The Day After Tomorrow": capitals that no sentence has. */
function isTitle({ mention: { words, kind }, before, after, isFirst, text, language }: Place): boolean {
  if (!language.hasCapitalNames || !/\p{Ll}/u.test(text)) return false;
  const isCapital = /^\p{Lu}/u.test(words);
  if (isCapital && /^\s+by\s+\p{Lu}/u.test(after)) return true;
  if (kind === "weekday") return Boolean(language.hasSmallDays) && isCapital && !isFirst;
  if (kind !== "ahead") return false;
  if (/^\S+\s.*(?<!\p{L})\p{Lu}/u.test(words)) return true;
  const isAfterName = /\S\s+\p{Lu}[\p{L}\p{N}]*\s+$/u.test(before) || /(^|\s)\p{Lu}{2,}\s+$/u.test(before);
  return isCapital && isAfterName;
}

/** "Some sun", "take the SAT". */
function isRare({ mention, text, upTo, introduction, language }: Place): boolean {
  if (introduction?.kind === "by") return false;
  const isShouted = /\p{Ll}/u.test(text) && /^(SAT|SUN|MON|WED)$/.test(nameOf(mention));
  return isShouted || Boolean(language.rare && atEnd(language.rare).test(upTo + nameOf(mention)));
}

/** "Fri." without its dot. */
const nameOf = ({ words }: Mention) => words.replace(/\.$/, "");

/** Nothing else can be meant where the words end or pause, or a verb begins. */
function isSure(place: Place): boolean {
  const { mention, introduction, follows, after, isFirst, trailing, language } = place;
  const isDeadline = introduction?.kind === "by";
  const isIntroduced = isDeadline || introduction?.kind === "on";
  if (language.short && whole(language.short).test(nameOf(mention))) return isIntroduced || follows === "time";
  const isNumber = mention.kind === "number" && !/\.$|\d{4}$/.test(mention.words);
  if (isNumber || whole(language.vague).test(nameOf(mention))) {
    if (follows === "end" || follows === "time" || trailing !== "") return true;
    return (follows === "pause" && isFirst && /^\s*[:–—-]/.test(after)) || isIntroduced;
  }
  if (language.isUnspaced)
    return mention.kind !== "weekday" || /日$/.test(mention.words) || follows !== "content" || trailing !== "";
  if (endsWithVerb(after, language)) return true;
  // "Sunday with the family" is a title.
  if (follows === "goesOn") return isDeadline || !isFirst || mention.kind !== "weekday";
  return follows !== "content" || mayLead(place);
}

/** Whether another word may follow. */
function mayLead({ mention, text, introduction, after, isFirst, language }: Place): boolean {
  const { verbs, hasCapitalNames } = language;
  const isCapital = /^\p{Lu}/u.test(mention.words) && /\p{Ll}/u.test(text);
  const isVerb = verbs !== undefined && atStart(verbs).test(after);
  if (introduction?.kind === "by") return isVerb || !(isCapital && /^\s+\p{Lu}\S*(\s+\p{Lu}|[\s\p{P}]*$)/u.test(after));
  // In "Call Anna Monday Bring cake" another sentence begins.
  if (!isFirst) return isVerb && /^\s+\p{Lu}\p{Ll}/u.test(after);
  if (isVerb || introduction?.kind === "on") return true;
  // "End of month report" is a report.
  if (language.monthEnd && whole(language.monthEnd).test(mention.words)) return false;
  // "Friday lunch" is a lunch on friday; "Friday Night Lights", "Tomorrow Never Dies" and "Viernes Santo" are names.
  return !(hasCapitalNames && isCapital && /^\s+\p{Lu}/u.test(after));
}
