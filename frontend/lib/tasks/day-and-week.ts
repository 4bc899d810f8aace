/** What days and weeks may begin with, and how that is said. Pure; fetched with the account page. */

/** 1 May 2022 was a Sunday. */
const dateOf = (weekday: number) => new Date(2022, 4, 1 + weekday, 12);

/** From Monday on; 0 is Sunday. */
export function weekdays(locale: string): { weekday: number; name: string }[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: "long" });
  return [1, 2, 3, 4, 5, 6, 0].map((weekday) => ({ weekday, name: format.format(dateOf(weekday)) }));
}

const HALF_HOURS = Array.from({ length: 48 }, (_, index) => {
  const hour = String(Math.floor(index / 2)).padStart(2, "0");
  return `${hour}:${index % 2 ? "30" : "00"}`;
});

/** Every half an hour; and what was chosen elsewhere, which may be any minute. */
export const startsOfDay = (chosen = "09:00"): string[] => [...new Set([...HALF_HOURS, chosen])].sort();

/** "09:00", "9:00 AM". */
export function sayTime(time: string, locale: string): string {
  const [hour, minute] = time.split(":").map(Number);
  return new Date(2022, 4, 1, hour, minute).toLocaleTimeString(locale, { timeStyle: "short" });
}
