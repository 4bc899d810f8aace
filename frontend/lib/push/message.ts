/** What a push says, and the notification that is made of it. Whatever arrives, there is something harmless to show. Pure. */

import { type Day, sayDayWithin, sayTime } from "../tasks/day";
import type { Wish } from "./kept";

/** As the API writes it. `tag` is the same for each try, and on each device. */
export type Reminder = {
  task: string;
  title: string;
  due_date: Day;
  due_time: string | null;
  tag: string;
};

/** TypeScript knows only what all browsers know. */
export type Shown = {
  title: string;
  options: NotificationOptions & { actions?: { action: Wish; title: string }[]; renotify?: boolean };
};

type Due = { due_date: Day | null; due_time: string | null };

const ICON = "/icon-192.png";

export function notificationOf(pushed: string | undefined, today: Day, locale: string): Shown {
  const reminder = reminderIn(pushed);
  if (!reminder) return plain("A reminder is due.");
  const { title, tag } = reminder;
  return {
    title,
    options: {
      body: sayDue(reminder, today, locale),
      tag,
      // One that comes a second time takes the place of the first, without a sound.
      renotify: false,
      icon: ICON,
      dir: "auto",
      data: reminder,
      actions: [
        { action: "done", title: "Done" },
        { action: "snooze", title: "In an hour" },
      ],
    },
  };
}

/** One that says nothing of anybody's tasks. */
export const plain = (body: string): Shown => ({ title: "Todo", options: { body, tag: "todo", icon: ICON } });

/** "Due tomorrow, 17:00". */
export function sayDue({ due_date, due_time }: Due, today: Day, locale: string): string {
  if (!due_date) return "";
  const day = `Due ${sayDayWithin(due_date, today, locale)}`;
  return due_time ? `${day}, ${sayTime(due_time, locale)}` : day;
}

/** What the notification carries of its reminder. */
export function reminderOf(data: unknown): Reminder | undefined {
  const { task, title, due_date, due_time = null, tag } = (data ?? {}) as Record<string, unknown>;
  if (![task, title, tag].every(isText) || !isLike(due_date, /^\d{4}-\d\d-\d\d$/)) return undefined;
  if (due_time !== null && !isLike(due_time, /^\d\d:\d\d$/)) return undefined;
  return { task, title, due_date, due_time, tag } as Reminder;
}

function reminderIn(pushed: string | undefined): Reminder | undefined {
  try {
    return reminderOf(JSON.parse(pushed ?? ""));
  } catch {
    return undefined;
  }
}

const isText = (value: unknown) => typeof value === "string" && value.trim() !== "";
const isLike = (value: unknown, form: RegExp) => typeof value === "string" && form.test(value);
