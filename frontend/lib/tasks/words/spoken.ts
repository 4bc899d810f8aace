/** What is known of a language, so that repeats, times and reminders are found in it. */

import type { Rule } from "../../domain/repeat/rule";
import { LETTERS } from "./language";

/** The texts are alternatives of a regular expression, matched as whole words and in either case. */
export type Spoken = {
  /** "Every": before a number, a unit, a weekday. */
  every: string;
  /** "Every other week", "every other friday". */
  other?: string;
  /** Days, weeks, months, years. */
  units: readonly [string, string, string, string];
  /** From Monday, with those short forms that are clear after "every". */
  weekdays: readonly string[];
  /** "Mondays": each of them, without "every". */
  plural?: readonly string[];
  /** Rules that one word says after "every": "weekday", "quarter". */
  named: Record<string, string>;
  /** Rules that one word says alone: "daily". */
  alone: Record<string, string>;
  /** "On" of "every week on friday". */
  on: string;
  /** "And" of "every monday and friday". */
  and: string;
  /** Between the ends of "monday to friday". */
  to?: string;
  /** "The 31st", with its number. */
  monthDay?: string;
  /** It needs no "on": "every month 31st". */
  isMonthDayClear?: true;
  /** "10th" of "every 10th day", with its number. */
  ordinal?: string;
  /** "Morning" of "every morning". */
  dayParts?: string;
  /** "Last day". */
  lastDay?: string;
  /** "First" to "fourth" and "last", before a weekday. */
  places?: readonly string[];
  /** "Of the month". */
  ofMonth?: string;
  /** "Of every month", which makes "the 1st" before it a repeat. */
  ofEveryMonth?: string;
  /** "After it is done". */
  whenDone?: string;
  /** "Until" of "every day until 1 march". */
  until: string;
  /** "Starting" of "every week starting 1 march"; `from` may as well go on: "every day from the can". */
  starting?: string;
  from?: string;
  /** "5 times", with its number. */
  times?: string;
  /** "For" of "every day for 3 weeks". */
  during?: string;
  /** What no table can say. */
  others?: readonly (readonly [words: string, rule: (match: RegExpExecArray) => Rule | undefined])[];
  /** What stands behind it and goes with it, where no spaces part the words. */
  trailing?: string;
  /** What makes it something else, before: "twice" of "twice every day". */
  binds?: string;
  /** The same, behind: "starting soon", "excluding sundays". */
  stops?: string;
  time: Times;
  reminder: Reminders;
};

export type Times = {
  /** Surely goes with a time: "at". */
  at: string;
  /** With named groups: `h`, `m`, `half` of which "p" is the second, or `late` for one that is surely after noon. Every language reads 17:30 as well. */
  patterns: readonly string[];
  noon?: string;
  /** What makes "until 5pm" something else. */
  binds?: string;
  /** After noon: "8:30 tonight" is not in the morning. */
  late?: string;
  /** Names before numbers that look like a time: "John 3:16". */
  verses?: string;
  /** Before a range of times, and between its ends: "from 2pm to 3pm". */
  from?: string;
  to?: string;
  /** So clear that an hour from 13 to 23 is enough behind it, and 9.30 a time. */
  hour?: string;
};

export type Reminders = {
  /** "Remind me", which a time may follow. */
  words: string;
  /** With named groups: `n` for a number or `one`, and `unit`; or `half` for half an hour. */
  patterns: readonly string[];
  /** How many minutes a unit has. */
  units: Record<string, number>;
};

/** "5pm", "5:30 p.m."; not in German, where "um 3 am Bahnhof" has a place. */
export const AM_OR_PM = "(?<h>\\d{1,2})(?:[:.](?<m>\\d{2}))?\\s?(?<half>[ap])(?:m|\\.\\s?m\\.)";

/** Reads a text word by word. */
export class Scanner {
  constructor(
    readonly text: string,
    public at: number,
    private readonly isUnspaced = false,
  ) {}

  take(words: string | undefined, isWord = true): RegExpExecArray | null {
    if (!words) return null;
    const pattern = this.isUnspaced || !isWord ? loose(words) : strict(words);
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  /** What is read by all of it, or nothing. */
  attempt<Read>(read: () => Read | undefined): Read | undefined {
    const before = this.at;
    const found = read();
    if (found === undefined) this.at = before;
    return found;
  }

  /** The place of that one of these words that stands here; -1 for none. */
  takeOneOf(words: readonly string[] | undefined): number {
    return words?.findIndex((one) => this.take(one)) ?? -1;
  }
}

/** Made once for the same words, for they are asked at every key. */
function remembered(make: (words: string) => RegExp) {
  const known = new Map<string, RegExp>();
  return (words: string) => {
    const made = known.get(words) ?? make(words);
    known.set(words, made);
    return made;
  };
}

const loose = remembered((words) => new RegExp(`\\s*(?:${words})`, "iuy"));
const strict = remembered((words) => new RegExp(`\\s*(?:${words})(?![${LETTERS}])`, "iuy"));
