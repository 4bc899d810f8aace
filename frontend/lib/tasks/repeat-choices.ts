/** The repeats that are offered for a task, and what becomes of a rule that is counted from another day. Pure. */

import { firstDay } from "../domain/repeat/next-day";
import { completeRule, parseRule, plainRule, type RepeatFrom, type Rule, spellRule } from "../domain/repeat/rule";
import { sayRule } from "../domain/repeat/say-repeat";
import { type Day, toDate } from "./day";

export type Repeating = { repeat: string | null; repeat_from: RepeatFrom };
/** With the day on which it begins. */
export type Begun = Repeating & { day: Day | null };

const WORKDAYS: Rule = { ...plainRule("WEEKLY"), days: [0, 1, 2, 3, 4] };

/** `day` is the due date, or today. Each rule has its name; last one that the task has and that nobody would choose here. */
export function repeatChoices({ repeat, repeat_from }: Repeating, day: Day, locale: string): [string, string][] {
  const spell = (rule: Rule) => spellRule(repeat_from === "completion" ? rule : completeRule(rule, day));
  const on = (options: Intl.DateTimeFormatOptions) =>
    repeat_from === "completion" ? "" : ` on ${toDate(day).toLocaleDateString(locale, options)}`;
  const inMonth =
    repeat_from === "completion" ? "" : sayRule(spell(plainRule("MONTHLY")), locale).replace(/.*(?= on )/, "");
  const choices: [string, string][] = [
    [spellRule(plainRule("DAILY")), "Daily"],
    [spellRule(WORKDAYS), "Weekdays"],
    [spell(plainRule("WEEKLY")), `Weekly${on({ weekday: "long" })}`],
    [spell(plainRule("MONTHLY")), `Monthly${inMonth}`],
    [spell(plainRule("YEARLY")), `Yearly${on({ day: "numeric", month: "long" })}`],
  ];
  const isOffered = !repeat || choices.some(([rule]) => rule === repeat);
  return isOffered ? choices : [...choices, [repeat, sayCapital(sayRule(repeat, locale))]];
}

const sayCapital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** It begins on the first day from there on that the rule names. */
export function begun(text: string, repeat_from: RepeatFrom, day: Day): Begun {
  const rule = parseRule(text);
  return { repeat: text, repeat_from, day: rule ? firstDay(rule, day) : day };
}

/** Counted from the day on which it is done, a rule needs no day of its own; counted from the due date, it needs one. */
export function countedFrom(text: string, from: RepeatFrom, day: Day): Repeating {
  const rule = parseRule(text);
  if (!rule) return { repeat: text, repeat_from: from };
  if (from === "due") return { repeat: spellRule(completeRule(rule, day)), repeat_from: from };
  const { monthDay: _, month: __, ...rest } = rule;
  const bare: Rule = rule.days.length > 1 || rule.nth ? rule : { ...rest, days: [] };
  return { repeat: spellRule(bare), repeat_from: from };
}
