/** Reminders that were put off on this device, by the button of a notification. That is no part of the task, so that no other device knows. */

import { keptAt } from "../offline/state";
import { DAY_MS } from "../tasks/day";
import type { Reminder } from "./message";

/** `at`: when it was put off; `until`: when it comes again. */
export type PutOff = Pick<Reminder, "task" | "due_date" | "due_time"> & { at: number; until: number };

const kept = keptAt<readonly PutOff[]>("/push/put-off");
const channel = () => new BroadcastChannel("todo-put-off");

export async function putOff({ task, due_date, due_time }: Reminder, milliseconds: number): Promise<void> {
  const at = Date.now();
  // What has come again stays in the bell until somebody looks, but not for ever.
  const others = ((await kept.get()) ?? []).filter((one) => one.task !== task && one.until > at - DAY_MS);
  await kept.set([...others, { task, due_date, due_time, at, until: at + milliseconds }]);
  const pages = channel();
  pages.postMessage(null);
  pages.close();
}

/** From now on; returns how not to hear of it any more. */
export function hearPutOff(hear: (all: readonly PutOff[]) => void): () => void {
  const worker = channel();
  const look = async () => hear((await kept.get()) ?? []);
  worker.addEventListener("message", () => void look());
  void look();
  return () => worker.close();
}

export const forgetPutOff = () => kept.drop();
