/** Finds "remind me 1h before". */

import { compiled, type Language, LETTERS, numberOf, whole } from "./language";
import { isWithinQuotes } from "./meaning";
import { whatFollows } from "./place";
import type { Span } from "./repeat-phrases";
import type { FindHere } from "./rule-parts";
import { goesOnWithDay } from "./times";

const MOST_MINUTES = 40_320;

export type ReminderPhrase = Span & { minutes: number };

export function reminderIn(text: string, languages: readonly Language[], find: FindHere): ReminderPhrase | undefined {
  for (const language of languages) {
    const found = phraseIn(text, language);
    if (!found) continue;
    const [from, to] = [found.index, found.index + found[0].length];
    const minutes = minutesOf(found.groups ?? {}, language);
    const follows = whatFollows(text.slice(to), language);
    const isLast = follows === "end" || follows === "pause" || follows === "time";
    if (minutes === undefined || minutes > MOST_MINUTES || isWithinQuotes(text, from, to)) continue;
    if (isLast || goesOnWithDay(text, to, language, find(text))) return { from, to, minutes };
  }
  return undefined;
}

function phraseIn(text: string, { spoken }: Language): RegExpExecArray | undefined {
  for (const pattern of spoken.reminder.patterns) {
    const found = compiled(`(?<![${LETTERS}])(?:${pattern})(?![${LETTERS}])`).exec(text);
    if (found) return found;
  }
  return undefined;
}

function minutesOf({ n, one, unit, half }: Record<string, string | undefined>, language: Language): number | undefined {
  if (half) return 30;
  const units = Object.entries(language.spoken.reminder.units);
  const minutes = units.find(([words]) => whole(words).test(unit ?? ""))?.[1];
  const amount = one ? 1 : (language.count.numbers[n?.toLowerCase() ?? ""] ?? numberOf(n));
  return minutes === undefined || Number.isNaN(amount) ? undefined : minutes * amount;
}
