/** Says a reminder at its moment to who has the page before them, with a connection or without. */
"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { useToast } from "@/components/ui/toast";
import { passedBetween, type Reminder } from "@/lib/reminders/due";
import type { SeenReminders } from "@/lib/reminders/seen";
import { useDone } from "./use-done";
import { useOpenTask } from "./use-open-task";

/** Who comes back to the page later than that has missed it. */
const LATE_MS = 60_000;
const SHOWN_S = 60;

export function useNotes(reminders: readonly Reminder[], now: number, seen: SeenReminders): void {
  const toast = useToast();
  const done = useDone();
  const openTask = useOpenTask(seen);
  const before = useRef(now);
  const say = useEffectEvent(() => {
    const since = Math.max(before.current, now - LATE_MS);
    before.current = now;
    if (document.visibilityState !== "visible") return;
    for (const { task } of passedBetween(reminders, since, now))
      toast({
        message: `Reminder: ${task.title}`,
        action: { label: "Done", run: () => done(task) },
        second: { label: "Open", run: () => openTask(task) },
        seconds: SHOWN_S,
        about: { taskId: task.id, state: "open" },
      });
  });
  useEffect(() => {
    if (now > before.current) say();
  }, [now]);
}
