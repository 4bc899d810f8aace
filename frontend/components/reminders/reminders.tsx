/** What reminds while the app is open. It is fetched for who has a reminder, or has allowed notifications here. */
"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { useShownTasks, useSync } from "@/lib/sync/tasks";

// Without a connection it may not be had, if it never was.
const Here = lazy(() => import("./reminders-here").catch(() => ({ default: Nothing })));

function Nothing(_: { isSetHere: boolean }) {
  return null;
}

const hasReminder = ({ remind_before }: { remind_before?: number | null }) => typeof remind_before === "number";

export function Reminders() {
  const sync = useSync();
  const tasks = useShownTasks();
  /** Whether the first reminder was set on this page, and not elsewhere. */
  const [isSetHere, setSetHere] = useState(false);
  const isWanted = tasks && (tasks.some(hasReminder) || globalThis.Notification?.permission === "granted");
  useEffect(() => {
    if (isWanted)
      setSetHere(
        sync
          .get()
          .pending.some(
            ({ page, change }) => page === sync.state.page && "fields" in change && hasReminder(change.fields),
          ),
      );
  }, [isWanted, sync]);
  return <Suspense>{isWanted && <Here isSetHere={isSetHere} />}</Suspense>;
}
