/** Finds what could be a day in a text, in English and in another language. What is meant is judged elsewhere. */

import { Chrono, type ParsedResult, type Parser, type Refiner } from "chrono-node/en";
import { type Day, toDate } from "../day";
import { compiled, type Language, LETTERS, whole } from "./language";
import { nextSuchDay, ownParsers } from "./own-parsers";
import { isDateOf, withNumber } from "./weekday-numbers";

/** "Ahead" is tomorrow or in 3 days; a "date" names its month, a "number" is 3/12. */
export type Kind = "ahead" | "weekday" | "date" | "number" | "iso";

export type Mention = {
  at: number;
  words: string;
  /** Empty for what is no single day to come, such as "12-14 dec". */
  day: Day | "";
  kind: Kind;
  /** Those in which it is a day. */
  languages: Language[];
};

export type FindMentions = (text: string, today: Day) => Mention[];

/** English comes last, and reads the dates in digits for all. */
export function mentionFinder(languages: Language[], isDayFirst: boolean): FindMentions {
  const readers = languages.flatMap((language) => readersOf(language, isDayFirst, language === languages.at(-1)));
  return (text, today) => {
    // Chrono asks for a moment. What is today is not past at noon.
    const noon = toDate(today);
    // In "9:30 until 20 dec" the 30 is no day, and that would be a range of days.
    const timeless = text.replace(TIMES, (time) => ":".repeat(time.length));
    const all = readers.flatMap(({ chrono, language, isOwn }) =>
      chrono
        .parse(timeless, noon, { forwardDate: true })
        .filter((result) => isWhole(result, text))
        .map((result) => mentionOf(result, isDigits(result.text) ? languages : [language], isOwn)),
    );
    const mentions = withoutOverlaps(all.filter((one) => one !== null));
    return withoutRepetitions(
      mentions.map((one) => withNumber(withSign(one, text), text, today)),
      text,
    );
  };
}

const TIMES = /(?<!\d)\d{1,2}:\d{2}(?!\d)/g;

type Reader = { chrono: Chrono; language: Language; isOwn: boolean };

function readersOf(language: Language, isDayFirst: boolean, readsDigits: boolean): Reader[] {
  const own = new Chrono({ parsers: ownParsers(language), refiners: [] });
  const known = language.configurations(isDayFirst).map((configuration, place) => {
    const chrono = new Chrono({ ...configuration, parsers: configuration.parsers.map(withoutCounting) });
    // Before anything is merged: "tomorrow at 5pm" is a day, and "at 5pm" stays in the title.
    chrono.refiners.unshift(onlyDays(readsDigits && place === 0), leapDays);
    return { chrono, language, isOwn: false };
  });
  return [{ chrono: own, language, isOwn: true }, ...known];
}

/** Chrono knows no "ü", so that it finds "fr" in "früh". */
const isWhole = ({ index, text: { length } }: ParsedResult, text: string) =>
  !BROKEN.test(text.slice(Math.max(0, index - 1), index + 1)) &&
  !BROKEN.test(text.slice(index + length - 1, index + length + 1));
const BROKEN = new RegExp(`^(?=[^\\d_]{2})[${LETTERS}]{2}$`);

const isDigits = (words: string) => /^[\d\s\p{P}]+$/u.test(words);

/** Without what counts hours and days: own parsers do that, and browsers need a tenth of a second for the patterns. */
const withoutCounting = (parser: Parser): Parser => ({
  pattern: (context) => {
    const pattern = parser.pattern(context);
    return /minut/i.test(pattern.source) ? NOTHING : pattern;
  },
  extract: (context, match) => parser.extract(context, match),
});

const NOTHING = /(?!)/;

/** Leaves out times, and weekends. */
const onlyDays = (readsDigits: boolean): Refiner => ({
  refine: (_, results) =>
    results.filter(({ start, text }) => {
      if (start.isCertain("hour") || !(start.isCertain("day") || start.isCertain("weekday"))) return false;
      return isDigits(text) ? readsDigits : !/week(end|day)/i.test(text);
    }),
});

/** "29 Feb" is in the next leap year. Chrono finds no such day in other years. */
const leapDays: Refiner = {
  refine: ({ refDate }, results) => {
    for (const { start } of results) {
      if (start.get("day") !== 29 || start.get("month") !== 2 || start.isCertain("year")) continue;
      const next = nextSuchDay(refDate, 29, 2);
      if (next) start.imply("year", next.year);
    }
    return results;
  },
};

/** Chrono moves "last friday" to the next one. */
const PAST =
  /^(last|past|letzte|vergangene|vorige|afgelopen|scors|pasad|passad|dernier|前の|先週)|(dernier|dernière|pasado|passad[ao]|scors[oa])$/iu;

function mentionOf(result: ParsedResult, languages: Language[], isOwn: boolean): Mention | null {
  const { start, text, index } = result;
  const [language] = languages;
  if (!language) return null;
  // Chrono takes "on friday)" for the day.
  const on = isOwn ? "" : (compiled(`^[\\s,(（]*(?:(?:${language.on})\\s+)?(?=\\S)`).exec(text)?.[0] ?? "");
  const day = start.isCertain("timezoneOffset") ? text.replace(ZONE, "") : text;
  const words = withoutPart(isOwn ? text : withoutEnd(day.slice(on.length)), language);
  if (!words) return null;
  return {
    at: index + on.length,
    words,
    day: isNoDay(result, words) ? "" : dayIn(result),
    kind: kindOf(words, start, isOwn),
    languages,
  };
}

/** Chrono takes "-5" and "EST" for the zone of a day, which has none. */
const ZONE = /\s*,?\s*\(?(?:(?:(?:GMT|UTC)\s?)?[+-]\d{1,2}(?::?\d{2})?|[A-Z]{2,4})\)?$/i;

const withoutEnd = (words: string) => words.replace(/[\s\p{P}]+$/u, "");

function isNoDay({ start, end }: ParsedResult, words: string): boolean {
  const hasDay = start.isCertain("day");
  const [year, month, day] = [start.get("year"), start.get("month"), start.get("day")];
  if (end || !year || !month || !day || (!hasDay && PAST.test(words))) return true;
  // "Fri 12 dec", which is a Saturday.
  const isContradiction = hasDay && new Date(year, month - 1, day, 12).getDay() !== start.get("weekday");
  return start.isCertain("weekday") && isContradiction;
}

function dayIn({ start }: ParsedResult): Day {
  const pad = (value: number | null, length = 2) => String(value).padStart(length, "0");
  return `${pad(start.get("year"), 4)}-${pad(start.get("month"))}-${pad(start.get("day"))}`;
}

/** "Heute Abend" is a day and a part of it, which chrono does not tell apart. */
function withoutPart(words: string, { kept, parts }: Language): string {
  if (whole(kept ?? "(?!)").test(words)) return words;
  return words.replace(compiled(`(?<=\\S)\\s+(?:${parts})$`), "");
}

function kindOf(words: string, start: ParsedResult["start"], isOwn: boolean): Kind {
  if (/^\d{4}[-./]\d/.test(words)) return "iso";
  if (/^\d+[-./]\s?\d/.test(words)) return "number";
  if (!start.isCertain("day")) return "weekday";
  // "July first" has no digit, and no year, which is known of what is so many days ahead.
  if (!start.isCertain("year")) return "date";
  return /^(?:the\s+)?\d+(?:st|nd|rd|th)$|^the\s+\d/i.test(words) || (/\d/.test(words) && !isOwn) ? "date" : "ahead";
}

/** The dot of "Mo. 8 Uhr" and "bis 1. Jan. zahlen" is that of the short form; at the end or before a capital it may end the sentence. The bracket is that of 12月3日(木). */
function withSign(mention: Mention, text: string): Mention {
  const { at, words } = mention;
  const after = text.slice(at + words.length);
  const hasDot = isShort(mention) && /^\.(?:,|\s+(?!\p{Lu})\S)/u.test(after);
  const isOpen = /[(（][^)）]*$/u.test(words) && /^[)）]/u.test(after);
  return hasDot || isOpen ? { ...mention, words: words + after[0] } : mention;
}

/** It ends with "Fri" or "Dez", which may have a dot. */
export const isShort = ({ words, kind }: Mention) =>
  (kind === "weekday" || kind === "date") && /(?<!\p{L})(?:\p{L}{2,4}|thurs)$/iu.test(words);

/** The longest of those that overlap; the same words in two languages are one. */
function withoutOverlaps(mentions: Mention[]): Mention[] {
  const kept: Mention[] = [];
  for (const one of mentions.toSorted((a, b) => b.words.length - a.words.length)) {
    const other = kept.find(({ at, words }) => one.at < at + words.length && at < one.at + one.words.length);
    if (!other) kept.push({ ...one });
    else if (other.at === one.at && other.words.length === one.words.length)
      other.languages = [...new Set([...other.languages, ...one.languages])];
  }
  return kept.toSorted((a, b) => a.at - b.at);
}

/** "7 dec (mon)" and 12/3(木) say one day twice; "Monday, Monday" is a song. */
function withoutRepetitions(mentions: Mention[], text: string): Mention[] {
  const kept: Mention[] = [];
  for (const one of mentions) {
    const before = kept.at(-1);
    const between = before && text.slice(before.at + before.words.length, one.at);
    const end = one.at + one.words.length;
    const isBracketed = /[(（]/.test(between ?? "");
    const isSame =
      before !== undefined &&
      (before.day === one.day || (isBracketed && isDateOf(one, "", before))) &&
      !(between?.includes(",") && before.words === one.words) &&
      /^\s*[,(（]?\s*$/.test(between ?? "x") &&
      (!isBracketed || /[)）]/.test(text[end] ?? ""));
    if (isSame && isBracketed) Object.assign(before, { words: text.slice(before.at, end + 1), kind: "date" });
    else if (isSame) before.words = text.slice(before.at, end);
    else if (before && isDateOf(before, between ?? "", one))
      Object.assign(before, { words: text.slice(before.at, end), day: one.day, kind: "date" });
    else kept.push(one);
  }
  return kept;
}
