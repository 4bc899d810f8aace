/** Asks, once, whether this device shall show reminders: just after somebody has set one on it. */
"use client";

import { useEffect, useEffectEvent } from "react";
import { useToast } from "@/components/ui/toast";
import { ApiError } from "@/lib/api/errors";
import { findPushKey } from "@/lib/api/push";
import { deviceOf } from "@/lib/push/device";
import { momentOf } from "@/lib/reminders/due";
import type { SeenReminders } from "@/lib/reminders/seen";
import type { Pending } from "@/lib/sync/command";
import { useSettings } from "@/lib/sync/settings";
import type { Sync } from "@/lib/sync/sync";
import { type Task, useSync } from "@/lib/sync/tasks";
import { useSwitchOn } from "./use-switch-on";
import { obstacles } from "./words";

const SHOWN_S = 20;
/** What makes the moment of a reminder. */
const NAMES = ["due_date", "due_time", "remind_before"];

/** `isSetHere`: the first was set before anything listened. */
export function useAsking(userId: string, seen: SeenReminders, isSetHere: boolean): void {
  const sync = useSync();
  const settings = useSettings();
  const toast = useToast();
  const switchOn = useSwitchOn(userId);

  const ask = useEffectEvent(async () => {
    if (seen.get().isAsked) return;
    const device = await deviceOf(userId);
    if ((device !== "off" && device !== "needs-home-screen") || !(await isPushSent()) || seen.get().isAsked) return;
    seen.asked();
    const message = obstacles[device];
    if (message) toast({ message, seconds: SHOWN_S });
    else
      toast({
        message: "Remind you here?",
        action: { label: "Allow notifications", run: () => void switchOn() },
        seconds: SHOWN_S,
      });
  });
  useEffect(() => {
    if (isSetHere) void ask();
  }, [isSetHere]);

  const hear = useEffectEvent(({ entity, itemId }: Pending) => {
    const task = sync.state.outbox.shown(entity, itemId) as Task | undefined;
    const moment = task && settings && momentOf(task, settings);
    // Nobody misses what they have just said themselves.
    if (moment && moment <= Date.now()) seen.see(itemId, moment);
    else if (moment) void ask();
  });
  useEffect(() => {
    const heard = new Set<string>();
    const look = () => {
      const changes = ownChanges(sync).filter(({ id }) => !heard.has(id));
      for (const one of changes) {
        heard.add(one.id);
        hear(one);
      }
    };
    look();
    return sync.subscribe(look);
  }, [sync]);
}

/** What was said on this page, and is still on its way, about when to remind. */
const ownChanges = (sync: Sync) =>
  sync
    .get()
    .pending.filter(
      ({ page, change }) =>
        page === sync.state.page && "fields" in change && NAMES.some((name) => name in change.fields),
    );

async function isPushSent(): Promise<boolean> {
  try {
    return (await findPushKey()) !== null;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}
