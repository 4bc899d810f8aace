/** Leads to a task, and counts its reminder as seen. */
"use client";

import { closeShown } from "@/lib/push/device";
import { laterMomentOf } from "@/lib/reminders/due";
import type { SeenReminders } from "@/lib/reminders/seen";
import { useListFacts } from "@/lib/sync/lists";
import { useSettings } from "@/lib/sync/settings";
import type { Task } from "@/lib/sync/tasks";
import { useSteady } from "@/lib/use-steady";
import { hrefOf } from "@/views/address";
import { goTo } from "@/views/go-to";
import { viewFor } from "@/views/tasks";

export function useOpenTask(seen: SeenReminders): (task: Task) => void {
  const facts = useListFacts();
  const settings = useSettings();
  return useSteady((task: Task) => {
    const moment = settings && laterMomentOf(task, settings, seen.get().putOff);
    if (moment && moment <= Date.now()) seen.see(task.id, moment);
    void closeShown((taskId) => taskId === task.id);
    goTo(hrefOf({ ...viewFor(task, facts), open: task.id }));
  });
}
