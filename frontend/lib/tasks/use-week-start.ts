/** What a week begins with, for this person. */
"use client";

import { firstWeekday, type Weekday } from "../first-weekday";
import { useSettings } from "../sync/settings";
import { useLocale } from "./use-today";

/** Until the account's settings are known, as where the browser's language is spoken. */
export function useWeekStart(): Weekday {
  const settings = useSettings();
  const locale = useLocale();
  return settings ? (settings.week_start as Weekday) : firstWeekday(locale);
}
