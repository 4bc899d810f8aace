/** Moves the row that is meant by one step: for the palette, and for who wants it so by Tab. */
"use client";

import { type RefObject, useEffect, useEffectEvent } from "react";
import { TAB_INDENTS, useIsSettled } from "@/lib/commands/key-settings";
import { useCommands } from "@/lib/commands/use-commands";
import type { Task } from "@/lib/sync/tasks";
import { placedBy } from "@/lib/tasks/placing";
import { type Stepping, stepsOf } from "./steps";

export type RowStepsProps = Omit<Stepping, "meant"> & {
  list: RefObject<HTMLElement | null>;
  selected: readonly Task[];
};

export default function RowSteps({ list, selected, ...stepping }: RowStepsProps) {
  const { rows, family, onShift } = stepping;
  const isIndenting = useIsSettled(TAB_INDENTS);
  const rowOf = (target: Element | null) => rows[Number(target?.closest<HTMLElement>("[data-index]")?.dataset.index)];
  const meant = () => {
    if (selected.length === 0) return rowOf(document.activeElement);
    return selected.length === 1 ? selected[0] : undefined;
  };
  useCommands(stepsOf({ ...stepping, meant }));

  const press = useEffectEvent((event: KeyboardEvent) => {
    const { target, key, shiftKey, ctrlKey, altKey, metaKey } = event;
    if (!isIndenting || key !== "Tab" || ctrlKey || altKey || metaKey) return;
    if (!(target instanceof HTMLInputElement) || target.type !== "checkbox") return;
    const task = rowOf(target);
    const direction = shiftKey ? "out" : "in";
    // Where it cannot go, the key leads on: nobody is held in the list.
    if (!task || !placedBy(task, direction, rows, family)) return;
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
