/** For the service worker: what the buttons of a notification do. Each is safe to press twice, and on two devices. */

import type { Wish } from "./kept";
import type { Reminder } from "./message";
import { putOff } from "./put-off";
import { type Ask, Unmet } from "./session";

const HOUR = 60;
const MINUTE_MS = 60_000;

type Answer = (reminder: Reminder, ask: Ask) => Promise<void>;

export const answers: Record<Wish, Answer> = { done: unlessGone(done), snooze: unlessGone(snooze) };

type Now = { completed: boolean; version: number; repeat: string | null; due_date: string; due_time: string | null };

async function done(reminder: Reminder, ask: Ask): Promise<void> {
  const path = `/api/tasks/${reminder.task}`;
  // Somebody else may write at the same moment.
  for (let tries = 0; tries < 3; tries += 1) {
    const now = await ask<Now>(path);
    if (isDone(reminder, now)) return;
    const change = {
      method: "PATCH",
      headers: { "If-Match": `"${now.version}"`, "Idempotency-Key": `done-${reminder.tag}-${now.version}` },
      body: JSON.stringify({ completed: true }),
    };
    const isOvertaken = await ask(path, change).then(() => false, isRefusedWith(412));
    if (!isOvertaken) return;
  }
  throw new Unmet("The task is being changed elsewhere.");
}

/** What repeats has another day once it is done, and is not to move twice. */
const isDone = (reminder: Reminder, { completed, repeat, due_date, due_time }: Now) =>
  completed || (repeat !== null && (due_date !== reminder.due_date || (due_time ?? null) !== reminder.due_time));

async function snooze(reminder: Reminder, ask: Ask): Promise<void> {
  const body = JSON.stringify({ minutes: HOUR });
  await ask(`/api/tasks/${reminder.task}/snooze`, { method: "POST", body });
  // It is done, whether or not this browser can keep that.
  await putOff(reminder, HOUR * MINUTE_MS).catch(() => {});
}

/** Of a task that is gone nothing is left to be done. */
function unlessGone(answer: Answer): Answer {
  return async (reminder, ask) => void (await answer(reminder, ask).catch(isRefusedWith(404)));
}

/** Raises what is something else. */
const isRefusedWith = (status: number) => (error: unknown) => {
  if (error instanceof Unmet && error.status === status) return true;
  throw error;
};
