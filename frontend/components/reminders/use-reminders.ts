/** The reminders of the tasks that are shown, as they pass. */
"use client";

import { useDeferredValue, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { missedOf, nextAfter, type Reminder, remindersOf } from "@/lib/reminders/due";
import type { SeenReminders } from "@/lib/reminders/seen";
import { useListFacts } from "@/lib/sync/lists";
import { useSettings } from "@/lib/sync/settings";
import { useShownTasks } from "@/lib/sync/tasks";

/** Timers cannot be set for longer than 24 days. */
const LONGEST_MS = 86_400_000;

export function useReminders(seen: SeenReminders) {
  // A tick comes first.
  const tasks = useDeferredValue(useShownTasks());
  const settings = useSettings();
  const facts = useListFacts();
  const known = useSyncExternalStore(seen.subscribe, seen.get, seen.get);
  const { putOff } = known;
  const reminders = useMemo(
    () => (tasks && settings ? remindersOf(tasks, settings, facts, putOff) : []),
    [tasks, settings, facts, putOff],
  );
  const now = useNow(reminders);
  const missed = useMemo(() => missedOf(reminders, known, now), [reminders, known, now]);
  return { reminders, missed, now };
}

/** Goes on whenever a reminder passes. */
function useNow(reminders: readonly Reminder[]): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const look = () => setNow(Date.now());
    const next = nextAfter(reminders, now);
    const timer = next && setTimeout(look, Math.min(Math.max(next - Date.now(), 0), LONGEST_MS));
    // Timers sleep with the machine.
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [reminders, now]);
  return now;
}
