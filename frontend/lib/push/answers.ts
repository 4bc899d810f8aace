/** For the service worker: what the buttons of a notification do. Each is safe to press twice, and on two devices. */

import type { Wish } from "./kept";
import type { Reminder } from "./message";
import { putOff } from "./put-off";
import { type Ask, Unmet } from "./session";

const HOUR = 60;
const MINUTE_MS = 60_000;

export const answers: Record<Wish, (reminder: Reminder, ask: Ask) => Promise<void>> = { done, snooze };

type Now = { completed: boolean; version: number; repeat: string | null; due_date: string; due_time: string | null };

async function done(reminder: Reminder, ask: Ask): Promise<void> {
  const path = `/api/tasks/${reminder.task}`;
  // Somebody else may write at the same moment.
  for (let tries = 0; tries < 3; tries += 1) {
    const read = await ask(path);
    if (read.status === 404) return;
    if (!read.ok) throw refusal(await read.json());
    const { data: now }: { data: Now } = await read.json();
    if (isDone(reminder, now)) return;
    const answer = await ask(path, {
      method: "PATCH",
      headers: { "If-Match": `"${now.version}"`, "Idempotency-Key": `done-${reminder.tag}-${now.version}` },
      body: JSON.stringify({ completed: true }),
    });
    if (answer.ok || answer.status === 404) return;
    if (answer.status !== 412) throw refusal(await answer.json());
  }
  throw new Unmet("The task is being changed elsewhere.");
}

/** What repeats has another day once it is done, and is not to move twice. */
const isDone = (reminder: Reminder, { completed, repeat, due_date, due_time }: Now) =>
  completed || (repeat !== null && (due_date !== reminder.due_date || (due_time ?? null) !== reminder.due_time));

async function snooze(reminder: Reminder, ask: Ask): Promise<void> {
  const body = JSON.stringify({ minutes: HOUR });
  const answer = await ask(`/api/tasks/${reminder.task}/snooze`, { method: "POST", body });
  if (answer.status === 404) return;
  if (!answer.ok) throw refusal(await answer.json());
  // It is done, whether or not this browser can keep that.
  await putOff(reminder, HOUR * MINUTE_MS).catch(() => {});
}

function refusal(body: unknown): Unmet {
  const { detail } = (body ?? {}) as { detail?: unknown };
  return new Unmet(typeof detail === "string" ? `${detail}.` : "The server cannot be reached.");
}
