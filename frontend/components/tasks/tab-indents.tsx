/** For who wants it so: Tab makes the task that has the focus part of the one above, and Shift+Tab takes it out. */
"use client";

import { type RefObject, useEffect, useEffectEvent } from "react";
import type { Family } from "@/lib/domain/family";
import type { Task } from "@/lib/sync/tasks";
import { type Direction, placedBy } from "@/lib/tasks/placing";

export type TabIndentsProps = {
  list: RefObject<HTMLElement | null>;
  /** Those that are shown, in their order. */
  tasks: readonly Task[];
  family: Family<Task>;
  onShift: (task: Task, direction: Direction) => void;
};

export default function TabIndents({ list, tasks, family, onShift }: TabIndentsProps) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { target, key, shiftKey, ctrlKey, altKey, metaKey } = event;
    if (key !== "Tab" || ctrlKey || altKey || metaKey) return;
    if (!(target instanceof HTMLInputElement) || target.type !== "checkbox") return;
    const task = tasks[Number(target.closest<HTMLElement>("[data-index]")?.dataset.index)];
    const direction = shiftKey ? "out" : "in";
    // Where it cannot go, the key leads on: nobody is held in the list.
    if (!task || !placedBy(task, direction, tasks, family)) return;
    event.preventDefault();
    onShift(task, direction);
  });
  useEffect(() => {
    const node = list.current;
    const listen = (event: KeyboardEvent) => press(event);
    node?.addEventListener("keydown", listen);
    return () => node?.removeEventListener("keydown", listen);
  }, [list]);
  return null;
}
