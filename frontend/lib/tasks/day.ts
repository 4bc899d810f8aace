/** Calendar days as the API writes them (`2026-12-31`), in the person's own zone, and how they are said. */

export const DAY_MS = 86_400_000;

export type Day = string;

export function dayOf(date: Date): Day {
  const pad = (value: number, length = 2) => String(value).padStart(length, "0");
  return `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** Noon, so that no change of clocks moves it to another day. */
export function toDate(day: Day): Date {
  return new Date(`${day}T12:00:00`);
}

/** Counted in UTC, where every day has 24 hours. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** "Today", "Tomorrow", "Fri", "12 Dec", "12 Dec 2027". */
export function sayDay(day: Day, today: Day, locale: string): string {
  const ahead = daysBetween(today, day);
  if (ahead === 0) return "Today";
  if (ahead === 1) return "Tomorrow";
  if (ahead === -1) return "Yesterday";
  if (ahead > 1 && ahead < 7) return toDate(day).toLocaleDateString(locale, { weekday: "short" });
  const isThisYear = day.slice(0, 4) === today.slice(0, 4);
  return toDate(day).toLocaleDateString(locale, {
    day: "numeric",
    month: "short",
    ...(isThisYear ? {} : { year: "numeric" }),
  });
}

/** In the middle of a sentence: "today", "Fri", "12 Dec". */
export function sayDayWithin(day: Day, today: Day, locale: string): string {
  const said = sayDay(day, today, locale);
  return isNear(day, today) ? said.toLowerCase() : said;
}

/** "Tomorrow · Sunday 29 November". */
export function sayDayWithWeekday(day: Day, today: Day, locale: string): string {
  const isThisYear = day.slice(0, 4) === today.slice(0, 4);
  const date = toDate(day).toLocaleDateString(locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(isThisYear ? {} : { year: "numeric" }),
  });
  return isNear(day, today) ? `${sayDay(day, today, locale)} · ${date}` : date;
}

export function sayDayInFull(day: Day, locale: string): string {
  return toDate(day).toLocaleDateString(locale, { dateStyle: "full" });
}

/** "17:00", "5:00 pm": as clocks are read there. */
export function sayTime(time: string, locale: string): string {
  return new Date(`2024-01-01T${time}`).toLocaleTimeString(locale, { hour: "numeric", minute: "2-digit" });
}

/** Such a day has a name of its own. */
export const isNear = (day: Day, today: Day) => Math.abs(daysBetween(today, day)) <= 1;

export function millisecondsToMidnight(now: Date): number {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime() - now.getTime();
}
