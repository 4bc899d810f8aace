/** The languages that days are found in beside English, each loaded when it is needed. */

import { toDate } from "../day";
import type { Language } from "./language";

const loaders: Record<string, () => Promise<Language>> = {
  de: () => import("./german").then(({ german }) => german),
  es: () => import("./spanish").then(({ spanish }) => spanish),
  fr: () => import("./french").then(({ french }) => french),
  it: () => import("./italian").then(({ italian }) => italian),
  ja: () => import("./japanese").then(({ japanese }) => japanese),
  nl: () => import("./dutch").then(({ dutch }) => dutch),
  pt: () => import("./portuguese").then(({ portuguese }) => portuguese),
};

/** Undefined for English, and for a language that is not known or cannot be fetched now. */
export async function loadLanguage(locale: string): Promise<Language | undefined> {
  try {
    return await loaders[new Intl.Locale(locale).language]?.();
  } catch {
    return undefined;
  }
}

/** "Every Di and Do": repeats are shown in English, with the days as they are said there. */
export function withDaysOf(locale: string, language: Language): Language {
  const named = (day: number) => toDate(`2024-01-0${day + 1}`).toLocaleDateString(locale, { weekday: "short" });
  const weekdays = language.spoken.weekdays.map((words, day) => `${words}|${named(day).replace(/\.$/, "\\.?")}`);
  return { ...language, spoken: { ...language.spoken, weekdays } };
}
