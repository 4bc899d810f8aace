/** When somebody is to be reminded of a task. Pure; fetched by what needs it, never with the first page. */

import type { Settings } from "../domain/settings";
import type { Task } from "../domain/task";
import { DAY_MS } from "../tasks/day";

const MINUTE_MS = 60_000;

/**
 * So many minutes before the task is due in the account's zone, or before the day starts, as the API has it; null without a
 * reminder. A task that is done has the moment still.
 */
export function reminderMoment(
  { due_date, due_time, remind_before }: Pick<Task, "due_date" | "due_time" | "remind_before">,
  { time_zone, day_start }: Pick<Settings, "time_zone" | "day_start">,
): Date | null {
  if (due_date === null || remind_before === null) return null;
  const shown = Date.parse(`${due_date}T${due_time ?? day_start}Z`);
  return new Date(momentShown(shown, time_zone) - remind_before * MINUTE_MS);
}

/**
 * When clocks show that in a zone, as PostgreSQL's `AT TIME ZONE` has it: what they skip is as much later, and of what they
 * show twice it is the second. What they show is counted as if it were in UTC.
 */
function momentShown(shown: number, zone: string): number {
  const before = shown - offsetAt(shown - DAY_MS, zone);
  const after = shown - offsetAt(shown + DAY_MS, zone);
  return after + offsetAt(after, zone) === shown ? after : before;
}

/** How far its clocks are ahead of UTC. */
function offsetAt(moment: number, zone: string): number {
  const whole = Math.floor(moment / MINUTE_MS) * MINUTE_MS;
  const { year, month, day, hour, minute, second } = Object.fromEntries(
    clockOf(zone)
      .formatToParts(whole)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const shown = new Date(0);
  // Not with Date.UTC, to which the year 50 is 1950.
  shown.setUTCFullYear(year ?? 0, (month ?? 1) - 1, day);
  shown.setUTCHours(hour ?? 0, minute, second);
  return shown.getTime() - whole;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const clock = clocks.get(zone) ?? clockIn(zone) ?? clockIn("UTC") ?? new Intl.DateTimeFormat();
  clocks.set(zone, clock);
  return clock;
}

/** Undefined where this browser does not know the zone. */
function clockIn(timeZone: string): Intl.DateTimeFormat | undefined {
  const numeric = "numeric";
  const fields = {
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  } as const;
  try {
    return new Intl.DateTimeFormat("en", {
      timeZone,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      ...fields,
    });
  } catch {
    return undefined;
  }
}
