/** The language of the browser, in a form that dates and words can be written in. */

const FALLBACK = "en";

type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** Some browsers call it `en-US@posix`, `de_DE.UTF-8` or `C`, after the system, with which `Intl` throws. */
export function usableLocale(names: readonly (string | undefined)[]): string {
  for (const name of names) {
    const tag = name?.replace(/[.@].*$/, "").replaceAll("_", "-");
    if (tag && isUsable(tag)) return tag;
  }
  return FALLBACK;
}

export const browserLocale = () => usableLocale([navigator.language, ...(navigator.languages ?? [])]);

type WeekInfo = { firstDay: number };
/** Older browsers have the one, newer ones the other, and some neither. */
type WithWeek = Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };

/** What a week begins with where that language is spoken; 0 is Sunday. Monday, where the browser does not know. */
export function firstWeekday(locale: string): Weekday {
  const known: WithWeek = new Intl.Locale(locale);
  const { firstDay } = known.getWeekInfo?.() ?? known.weekInfo ?? { firstDay: 1 };
  return (firstDay % 7) as Weekday;
}

function isUsable(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
