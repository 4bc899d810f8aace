/** The reminders of tasks that are open: those that have passed, and the next one. Pure. */

import type { ListFacts } from "../domain/list";
import type { Settings } from "../domain/settings";
import type { Task } from "../domain/task";
import { reminderMoment } from "./moment";
import { isSeen, type Seen } from "./seen";

/** `moment` is in milliseconds, as clocks of programs count. */
export type Reminder = { task: Task; moment: number };

/** Rows from before there were any say nothing of them. */
const hasReminder = ({ remind_before }: Task) => typeof remind_before === "number";

/** What is in an archived list is out of sight, and the API does not remind of it either. */
export function remindersOf(
  tasks: readonly Task[],
  settings: Settings,
  { isArchived }: ListFacts,
  putOff: Seen["putOff"],
): Reminder[] {
  return tasks.flatMap((task) => {
    if (task.completed || !hasReminder(task) || isArchived(task.list_id)) return [];
    const moment = laterMomentOf(task, settings, putOff);
    return moment === null ? [] : [{ task, moment }];
  });
}

/** What has passed and nobody has seen here, the latest first. */
export const missedOf = (reminders: readonly Reminder[], seen: Seen, now: number): Reminder[] =>
  reminders
    .filter(({ task, moment }) => moment <= now && !isSeen(seen, task.id, moment))
    .sort((one, other) => other.moment - one.moment);

export const passedBetween = (reminders: readonly Reminder[], before: number, now: number): Reminder[] =>
  reminders.filter(({ moment }) => moment > before && moment <= now);

/** Undefined where none is ahead. */
export function nextAfter(reminders: readonly Reminder[], now: number): number | undefined {
  const ahead = reminders.map(({ moment }) => moment).filter((moment) => moment > now);
  return ahead.length > 0 ? Math.min(...ahead) : undefined;
}

/** Once it has passed, it may have been put off; a task that is due at another moment by now reminds anew, as the API has it. */
export function laterMomentOf(task: Task, settings: Settings, putOff: Seen["putOff"]): number | null {
  const moment = momentOf(task, settings);
  const later = putOff.find((one) => one.task === task.id);
  const isMeant = moment !== null && later && moment <= later.at;
  return isMeant && later.due_date === task.due_date && later.due_time === task.due_time ? later.until : moment;
}

/** Zones are slow to compute, and most tasks stay as they are when one changes. */
const known = new WeakMap<Task, { settings: Settings; moment: number | null }>();

export function momentOf(task: Task, settings: Settings): number | null {
  const before = known.get(task);
  if (before?.settings === settings) return before.moment;
  const moment = reminderMoment(task, settings)?.getTime() ?? null;
  known.set(task, { settings, moment });
  return moment;
}
