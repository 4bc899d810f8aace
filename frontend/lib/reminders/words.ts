/** Reminders in words, and those that are offered. Pure; fetched with what shows them. */

const HOUR = 60;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

const units: [name: string, minutes: number][] = [
  ["day", DAY],
  ["hour", HOUR],
  ["minute", 1],
];

const LIKELY = [0, 5, 10, 30, HOUR, 2 * HOUR, DAY, 2 * DAY, WEEK];

/** "30 minutes before", "1 day and 1 hour before". */
export function sayReminder(minutes: number): string {
  if (minutes === 0) return "when it is due";
  if (minutes % WEEK === 0) return `${count(minutes / WEEK, "week")} before`;
  let left = minutes;
  const parts = units.flatMap(([name, size]) => {
    const amount = Math.floor(left / size);
    left -= amount * size;
    return amount > 0 ? [count(amount, name)] : [];
  });
  return `${new Intl.ListFormat("en-GB").format(parts)} before`;
}

const count = (amount: number, name: string) => `${amount} ${name}${amount === 1 ? "" : "s"}`;

/** Each with its name; among them the one that the task has. */
export function reminderChoices(minutes: number | null): [minutes: number, name: string][] {
  const all = minutes === null || LIKELY.includes(minutes) ? LIKELY : [...LIKELY, minutes].sort((a, b) => a - b);
  return all.map((one) => [one, sayReminder(one).replace(/^w/, "W")]);
}
