/** What reminds while the app is open. It is fetched for who has a reminder, or has allowed notifications here. */
"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import type { View } from "@/lib/sync/state";
import { useShownTasks, useSync, useView } from "@/lib/sync/tasks";

// Without a connection it may not be had, if it never was.
const Here = lazy(() => import("./reminders-here").catch(() => ({ default: Nothing })));

function Nothing(_: { isSetHere: boolean }) {
  return null;
}

const hasReminder = ({ remind_before }: { remind_before?: number | null }) => typeof remind_before === "number";

/** Whether a reminder that was set on that page is on its way. */
const isSetOn =
  (where: string) =>
  ({ pending }: View) =>
    pending.some(({ page, change }) => page === where && "fields" in change && hasReminder(change.fields));

/** First the page draws what has changed. */
const AFTER_DRAWING_MS = 50;

export function Reminders() {
  const sync = useSync();
  const { page } = sync.state;
  const isBeingSet = useView(isSetOn(page));
  const tasks = useShownTasks();
  const [isWanted, setWanted] = useState(false);
  /** Whether the first reminder was set on this page, and not elsewhere. */
  const [isSetHere, setSetHere] = useState(false);
  useEffect(() => {
    if (isBeingSet) return setWanted(true);
    const look = () =>
      setWanted(Boolean(tasks?.some(hasReminder)) || globalThis.Notification?.permission === "granted");
    const looking = setTimeout(look, AFTER_DRAWING_MS);
    return () => clearTimeout(looking);
  }, [tasks, isBeingSet]);
  useEffect(() => {
    if (isWanted) setSetHere(isSetOn(page)(sync.get()));
  }, [isWanted, page, sync]);
  return <Suspense>{isWanted && tasks && <Here isSetHere={isSetHere} />}</Suspense>;
}
