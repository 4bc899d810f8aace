/** What stands around a mention of a day. */

import { atStart, compiled, type Language, LETTERS } from "./language";
import type { Mention } from "./mentions";

/** A mention with all that stands around it, as one language has it. */
export type Place = {
  mention: Mention;
  text: string;
  language: Language;
  /** All that stands before the day. */
  upTo: string;
  introduction: Introduction | undefined;
  /** Before the introduction. */
  before: string;
  isFirst: boolean;
  /** What goes with the day behind it. */
  trailing: string;
  /** Behind that. */
  after: string;
  follows: Follows;
};

/** What goes with the day before it. */
export type Introduction = { from: number; words: string; kind: "by" | "on" | "for" | "coming" };

/** What comes after the day: nothing, a comma and the like, "5pm", "about", or another word. */
type Follows = "end" | "pause" | "time" | "goesOn" | "content";

export function placeOf(mention: Mention, text: string, language: Language): Place {
  const upTo = text.slice(0, mention.at);
  const introduction = introductionOf(upTo, mention, language);
  const before = upTo.slice(0, introduction?.from);
  const rest = text.slice(mention.at + mention.words.length);
  const trailing = (language.trailing && compiled(`^\\s*(?:${language.trailing})`).exec(rest)?.[0]) || "";
  const after = rest.slice(trailing.length);
  const isFirst = isAtStart(before);
  const next = whatFollows(after, language);
  const follows = next === "content" && /\p{L}\.$/u.test(mention.words) ? "pause" : next;
  return { mention, text, language, upTo, introduction, before, isFirst, trailing, after, follows };
}

/** Of the text or of a sentence. */
export function isAtStart(before: string): boolean {
  return /^(?:[\s\p{P}\p{Extended_Pictographic}]|\uFE0F)*$/u.test(before) || /[.!?]\s+$/.test(before);
}

function introductionOf(upTo: string, { kind }: Mention, language: Language): Introduction | undefined {
  const { by, on, coming } = language;
  const gap = `(?::\\s*|\\s+|(?<=[^${LETTERS}]))`;
  const last = coming && kind === "weekday" ? `(?:(?<coming>${coming})${gap})?` : "";
  const words = `(?:(?:(?<by>${by})|(?<for>${language.for}))${gap})?(?:(?<on>${on})${gap})?${last}`;
  const found = compiled(`(?<![${LETTERS}'’-])(?:${words})$`).exec(upTo);
  const kinds = ["coming", "by", "for", "on"] as const;
  const first = kinds.find((name) => found?.groups?.[name] !== undefined);
  return found && first ? { from: found.index, words: found[0].trim(), kind: first } : undefined;
}

export const TIME = compiled(
  "^\\s*[,@]?\\s*(?:um\\s+|at\\s+|à\\s+|a\\s+las?\\s+|às\\s+|das\\s+|om\\s+|alle\\s+)?(?:\\d{1,2}\\s?(?:[-–]|às)\\s?)?\\d{1,2}" +
    "(?:[:.]\\d{2}(?!\\d|\\.)(?:\\s*[ap]\\.?m\\b)?|\\s*[ap]\\.?m\\b|\\s*h(?:\\d{2})?\\b|\\s*uhr\\b|\\s*o['’]?clock|\\s*uur\\b|時)",
);

export function whatFollows(after: string, language: Language): Follows {
  if (/^(?:[\s\p{P}\p{Extended_Pictographic}]|\uFE0F)*$/u.test(after)) return "end";
  if (TIME.test(after) || isPartOfDay(after, language)) return "time";
  if (/^\s*(?:[)\]},;:!?.…–—]|-\s|\n|#[\p{L}\p{N}]|![1-3](?:\s|$)|\p{Extended_Pictographic})/u.test(after))
    return "pause";
  const { time, reminder } = language.spoken;
  const reminding = `(?:${reminder.words})\\s*(?:${time.at})\\s*\\d\\S*`;
  return atStart(`${language.goesOn}|${reminding}`).test(after) ? "goesOn" : "content";
}

/** Where the verb comes last: "Mama morgen anrufen". */
export function endsWithVerb(after: string, { lastVerb }: Language): boolean {
  return lastVerb !== undefined && compiled(`(?:${lastVerb})[^${LETTERS}]*$`).test(after);
}

/** In "Monday Night Football" it is a part of a name. */
function isPartOfDay(after: string, { parts, hasCapitalNames }: Language): boolean {
  return atStart(parts).test(after) && !(hasCapitalNames && /^\s+\p{Lu}\p{Ll}/u.test(after));
}
