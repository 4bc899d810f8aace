/** What a week begins with. */

/** 0 is Sunday. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

type WeekInfo = { firstDay: number };
/** Older browsers have the one, newer ones the other, and some neither. */
type WithWeek = Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };

/** What a week begins with where that language is spoken. Monday, where the browser does not know. */
export function firstWeekday(locale: string): Weekday {
  const known: WithWeek = new Intl.Locale(locale);
  const { firstDay } = known.getWeekInfo?.() ?? known.weekInfo ?? { firstDay: 1 };
  return (firstDay % 7) as Weekday;
}
