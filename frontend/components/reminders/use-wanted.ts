/** Leads to the task of a notification that was clicked, and says what could not be done from there. */
"use client";

import { useEffect, useEffectEvent } from "react";
import { useToast } from "@/components/ui/toast";
import { LOOK, type Wanted, type Wish, wanted } from "@/lib/push/kept";
import type { SeenReminders } from "@/lib/reminders/seen";
import type { Sync } from "@/lib/sync/sync";
import { type Task, useSync } from "@/lib/sync/tasks";
import { useDone } from "./use-done";
import { useOpenTask } from "./use-open-task";

/** A click from before that is not meant any more; somebody may have had to sign in meanwhile. */
const OLD_MS = 600_000;
/** What another device has made may still be on its way. */
const PATIENCE_MS = 15_000;

const refused: Record<Wish, string> = { done: "Not done yet", snooze: "Not put off" };

export function useWanted(seen: SeenReminders): void {
  const sync = useSync();
  const toast = useToast();
  const openTask = useOpenTask(seen);
  const done = useDone();

  const lead = useEffectEvent(({ unmet }: Wanted, task: Task) => {
    openTask(task);
    if (!unmet) return;
    toast({
      kind: "error",
      message: `${refused[unmet.wish]}: ${task.title}. ${unmet.why}`,
      ...(unmet.wish === "done" && { action: { label: "Done", run: () => done(task) } }),
      seconds: 20,
      about: { taskId: task.id, state: "open" },
    });
  });
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const look = async () => {
      const next = await wanted.get();
      if (!next || signal.aborted || !(await wanted.drop()) || Date.now() - next.at > OLD_MS) return;
      const task = await whenKnown(sync, next.task);
      if (task && !signal.aborted) lead(next, task);
    };
    navigator.serviceWorker?.addEventListener(
      "message",
      ({ data, ports }) => {
        if (data !== LOOK) return;
        ports[0]?.postMessage("heard");
        void look();
      },
      { signal },
    );
    void look();
    return () => controller.abort();
  }, [sync]);
}

/** Undefined where it does not come to be known, as that of somebody else. */
function whenKnown(sync: Sync, taskId: string): Promise<Task | undefined> {
  const find = () => sync.get().shown?.task.find(({ id }) => id === taskId);
  return new Promise((resolve) => {
    const end = (task: Task | undefined) => {
      leave();
      clearTimeout(timer);
      resolve(task);
    };
    const look = () => {
      const task = find();
      if (task) end(task);
    };
    const leave = sync.subscribe(look);
    const timer = setTimeout(() => end(undefined), PATIENCE_MS);
    look();
  });
}
