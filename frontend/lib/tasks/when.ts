/** Finds when a task is due in "Standup every weekday at 9:30": a day, a time, a repeat, a reminder. Heavy: loaded when somebody types. */

import { firstDay } from "../domain/repeat/next-day";
import { completeRule, type RepeatFrom, type Rule, spellRule } from "../domain/repeat/rule";
import { type Day, dayOf } from "./day";
import { type FindDay, type FoundDay, findingDays, isDayFirst, languagesOf } from "./due-date";
import { anywhere, atEnd, type Language } from "./words/language";
import { withDaysOf } from "./words/languages";
import { type FindMentions, mentionFinder } from "./words/mentions";
import { type ReminderPhrase, reminderIn } from "./words/reminders";
import { type RepeatPhrase, repeatIn, type Span } from "./words/repeat-phrases";
import { isOfAnotherDay, type TimePhrase, timeIn, withDotBefore } from "./words/times";
import { textWithout } from "./words/without";

/** Words that are understood, as written. */
export type Phrase = { kind: "day" | "time" | "repeat" | "reminder"; words: string };

/** `words` are those of the day, and empty where a repeat or a time says it. */
export type FoundWhen = FoundDay & {
  phrases: Phrase[];
  time?: string;
  /** In the one spelling of the API. */
  repeat?: string;
  repeatFrom?: RepeatFrom;
  /** The rule has its day from the due date. */
  takesDay?: boolean;
  /** In minutes. */
  remindBefore?: number;
};

/** Null when nothing is surely meant. What begins with one of the `kept` words is text after all. A reminder alone is one of the day that is `known`. */
export type FindWhen = (text: string, now: Date, kept?: readonly string[], known?: Day | null) => FoundWhen | null;

/** Understands English, and the language of this locale if it can be loaded; `isShown`: repeats as they are shown, too. */
export async function whenFinder(locale: string, isShown = false): Promise<FindWhen> {
  const known = await languagesOf(locale);
  const languages = isShown ? known.map((language) => withDaysOf(locale, language)) : known;
  const find = withMemory(mentionFinder(languages, isDayFirst(locale)));
  const parts = { languages, find, findDay: findingDays(find) };
  return (text, now, kept = [], known = null) => {
    const isKept = isKeptBy(kept);
    const hasKept = kept.some((one) => one !== "");
    const read = (here: string, reminder?: ReminderPhrase) => {
      const found = whenIn(here, now, { ...parts, reminder, known, isKept, hasKept });
      const again = found && whenIn(found.rest, now, { ...parts, reminder: undefined, known: null, isKept, hasKept });
      return again && saysMore(again, found) ? null : found;
    };
    const reminder = reminderIn(text, languages, (here) => find(here, dayOf(now)));
    if (!reminder) return read(text);
    const words = text.slice(reminder.from, reminder.to);
    const reminded = isKept(words) ? null : read(text, reminder);
    if (reminded) return reminded;
    // A reminder of nothing that is due is text.
    const found = read(`${text.slice(0, reminder.from)}${PAUSE}${text.slice(reminder.to)}`);
    return found && { ...found, rest: found.rest.replace(PAUSE, () => words) };
  };
}

/** Of "5:30 5pm" or "weekly every 3 days" neither is meant: what is left says one more. */
const saysMore = (again: FoundWhen, found: FoundWhen) =>
  again.phrases.some(({ kind, words }) => kind !== "day" && !found.phrases.some((one) => one.words === words));

/** Stands for a reminder that is text after all, so that what is beside it means what it means beside a reminder. Nobody types it: it has no sign yet. */
const PAUSE = "\u{1FFFD}";

/** The same text is asked for by each part. */
function withMemory(find: FindMentions): FindMentions {
  let last: { text: string; today: Day; mentions: ReturnType<FindMentions> } | undefined;
  return (text, today) => {
    if (last?.text !== text || last.today !== today) last = { text, today, mentions: find(text, today) };
    return last.mentions;
  };
}

const isKeptBy = (kept: readonly string[]) => (words: string) =>
  kept.some((one) => one !== "" && words.startsWith(one));

type Parts = {
  languages: Language[];
  find: FindMentions;
  findDay: FindDay;
  reminder: ReminderPhrase | undefined;
  known: Day | null;
  isKept: (words: string) => boolean;
  /** Then what is beside it is no half of a phrase. */
  hasKept: boolean;
};

function whenIn(text: string, now: Date, parts: Parts): FoundWhen | null {
  const { languages, find, findDay, known, isKept, hasKept } = parts;
  const today = dayOf(now);
  const phrases: Phrase[] = [];
  const findHere = (here: string) => find(here, today);
  let rest = text;
  const take = <Found extends Span>(kind: Phrase["kind"], found: Found | undefined, staysWhole = false) => {
    const words = found && rest.slice(found.from, found.to).trim();
    if (!found || !words || isKept(words)) return undefined;
    phrases.push({ kind, words });
    if (!staysWhole) rest = textWithout(rest, withDotBefore(found, rest, findHere));
    return found;
  };
  const takeTime = () => take("time", timeIn(rest, languages, findHere));
  const reminder = take("reminder", parts.reminder);
  const timed = rest;
  let clock: TimePhrase | undefined = takeTime();
  const repeating = repeatIn(rest, languages, findHere);
  const repeat = take("repeat", repeating, repeating?.isKept);
  const isText = (words: string) => isKept(words) || phrases.some((one) => repeat?.isKept && one.words.includes(words));
  let found = dayIn(rest, today, findDay, isKept);
  if (!found && clock && !repeat) {
    // "Fr 17:00" is a day only because of its time, so that the day is taken first.
    found = dayIn(timed, today, findDay, isKept);
    if (found) {
      phrases.pop();
      clock = undefined;
    } else if (!hasKept && isOfAnotherDay(clock, timed, languages, findHere(timed))) return null;
  }
  if (saysRepeat(rest, languages, isText) || (repeat && found && isUntil(rest, found, languages))) return null;
  if (found) {
    phrases.push({ kind: "day", words: found.words });
    rest = found.rest;
  }
  // In "friday 5pm call mum" it begins what is left.
  clock ??= takeTime();
  const time = clock?.time;
  const isAlone = reminder && !found && !repeat && time === undefined;
  const due = isAlone ? known : dueOf(found?.day, time, repeat, now);
  const rule = due && repeat && ruleFrom(repeat, due);
  if (!due || rule === null || !/[^\s\p{P}]/u.test(rest)) return null;
  return {
    day: due,
    words: found?.words ?? "",
    rest,
    phrases,
    ...(time !== undefined && { time }),
    ...(rule && { repeat: spellRule(rule), repeatFrom: repeat?.isFromCompletion ? "completion" : "due" }),
    ...(repeat && spellRule(completeRule(repeat.rule, due)) !== spellRule(repeat.rule) && { takesDay: true }),
    ...(reminder && { remindBefore: reminder.minutes }),
  };
}

function dayIn(rest: string, today: Day, findDay: FindDay, isKept: Parts["isKept"]): FoundDay | null {
  const found = findDay(rest, today);
  return found && !isKept(found.words) ? found : null;
}

/** A repeat that is not understood: then nothing is. */
function saysRepeat(rest: string, languages: Language[], isKept: (words: string) => boolean): boolean {
  return languages.some(({ repeats }) => {
    const words = anywhere(repeats).exec(rest)?.[0];
    return words !== undefined && !isKept(words);
  });
}

/** "Until friday every day" tells the end, and "by friday every day" nothing that is understood. */
function isUntil(rest: string, { words }: FoundDay, languages: Language[]): boolean {
  const before = rest.slice(0, rest.lastIndexOf(words));
  return languages.some(({ by }) => atEnd(by).test(before));
}

/** The day that is said, or the first one of the repeat, or the next on which it will be that time. */
function dueOf(
  said: Day | undefined,
  time: string | undefined,
  repeat: RepeatPhrase | undefined,
  now: Date,
): Day | null {
  const today = dayOf(now);
  if (said) return repeat?.start ? null : said;
  if (!repeat && time === undefined) return null;
  const isPast = time !== undefined && time < clockOf(now);
  const from = repeat?.start ?? (isPast ? later(today, 1) : today);
  return repeat ? firstDay(repeat.rule, from) : from;
}

function clockOf(now: Date): string {
  return `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
}

function later(day: Day, days: number, months = 0): Day {
  const date = new Date(day);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate() + days))
    .toISOString()
    .slice(0, 10);
}

/** Null for one that ends before it begins. */
function ruleFrom({ rule, lasts, isFromCompletion }: RepeatPhrase, due: Day): Rule | null {
  const whole = isFromCompletion ? { ...rule } : completeRule(rule, due);
  if (lasts) whole.until = lastOf(due, lasts);
  return whole.until !== undefined && whole.until < due ? null : whole;
}

function lastOf(due: Day, { amount, unit }: { amount: number; unit: number }): Day {
  if (unit < 2) return later(due, amount * (unit === 0 ? 1 : 7) - 1);
  return later(due, -1, amount * (unit === 2 ? 1 : 12));
}
