/** What is known of a language, so that days are found in it and no other word is taken for one. */

import type { Parser, Refiner } from "chrono-node/en";
import type { Spoken } from "./spoken";

/** The texts are alternatives of a regular expression, matched as whole words and in either case. */
export type Language = {
  /** What chrono knows of it; the order is that of 3/4 where the person lives. */
  configurations: (isDayFirst: boolean) => { parsers: Parser[]; refiners: Refiner[] }[];
  /** Finds what chrono does not. */
  parsers?: Parser[];
  /** Words that chrono does not know, and how many days ahead they are. */
  ahead?: Record<string, number>;
  /** The last day of this month: "end of the month". */
  monthEnd?: string;
  /** "In 3 days". */
  count: Count;
  /** Begin a deadline and go with the day, whatever follows: "by". */
  by: string;
  /** Go with a weekday or a date, not with "tomorrow": "on". */
  on: string;
  /** Go with the day where nothing else is meant by it: "for". */
  for: string;
  /** What makes a weekday one after today: "coming". */
  coming?: string;
  /** What stands after a day and goes with it. */
  trailing?: string;
  /** Words right before a day that make it something else: "since", "the". */
  binds: string;
  /** What makes a day something else although it is introduced: "2 weeks before". */
  counts?: string;
  /** "Every friday": where a repeat is said that is not understood, no day is either. */
  repeats: string;
  /** Turn "until friday" round: "not". */
  negations: string;
  /** Words that may go on after a day in the middle: "about", "with". */
  goesOn: string;
  /** Words right after a day that make it something else: "or", "is". */
  stops: string;
  /** Parts of a day, which stay in the title: "morning". */
  parts: string;
  /** Words that mean a day and a part of it, and so stay as well: "tonight". */
  kept?: string;
  /** What stands before a day in names: "black" of Black Friday. */
  names?: string;
  /** Other words are written so, too: they count only at the end, or introduced. */
  vague: string;
  /** Days that are said and not found, so that a time beside them is none of today: "christmas", "in january". */
  unread: string;
  /** So short that they count only introduced by "by" or "on", or with a time. */
  short?: string;
  /** Nearly always other words: they count only after "by". */
  rare?: string;
  /** What is counted in "part 1/2". */
  counted: string;
  /** Names that have a number: Apollo 13. */
  numbered?: string;
  /** "Or", "and" and what else stands between several days. */
  joins: string;
  /** What begins another sentence after a day. */
  verbs?: string;
  /** The verb comes last, so that a day may stand in the middle: "Mama morgen anrufen". */
  lastVerb?: string;
  /** Names are written with capitals, and other words are not. */
  hasCapitalNames?: true;
  /** Weekdays are not, either. */
  hasSmallDays?: true;
  /** Written without spaces. */
  isUnspaced?: true;
  /** Its repeats, times and reminders. */
  spoken: Spoken;
};

type Count = {
  before?: string;
  after?: string;
  numbers: Record<string, number>;
  days: string;
  weeks: string;
  months: string;
  years: string;
  /** Two weeks in one word. */
  fortnights?: string;
};

/**
 * Letters and digits of scripts that have spaces between their words. Spelled out, because browsers need a tenth of a second
 * for `\p{L}` in either case.
 */
export const LETTERS =
  "0-9A-Za-z_\\u00aa\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u1fff\\u2c00-\\u2dff\\ua640-\\uabff\\uac00-\\ud7ff";
const LETTER = `[${LETTERS}]`;

/** A digit, in the width of Japanese text as well. */
export const DIGIT = "[0-9０-９]";

export const numberOf = (digits: string | undefined) => Number(digits?.normalize("NFKC"));

/** Where one of these words stands as a word of its own. */
export const anywhere = (words: string) => compiled(`(?<!${LETTER})(?:${words})(?!${LETTER})`);

/** Where a text ends with one of these words. */
export const atEnd = (words: string) => compiled(`(?<!${LETTER}|['’-])(?:${words})\\s*$`);

/** Where a text goes on with one of these words. */
export const atStart = (words: string) => compiled(`^\\s*(?:${words})(?!${LETTER})`);

/** A text that is one of these words. */
export const whole = (words: string) => compiled(`^(?:${words})$`);

// They are asked at every key.
const known = new Map<string, RegExp>();

/** In either case, and made once. */
export function compiled(source: string): RegExp {
  const made = known.get(source) ?? new RegExp(source, "iu");
  known.set(source, made);
  return made;
}
