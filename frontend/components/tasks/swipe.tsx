/** Rows that follow a finger: to the right, a task is completed or reopened; to the left, its due date is asked for. */
"use client";

import { type RefObject, useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { Icon, type IconName } from "@/components/ui/icon";
import { cx } from "@/lib/cx";
import type { Task } from "@/lib/sync/tasks";
import { useSteady } from "@/lib/use-steady";
import { listenForSwipes } from "./swipe-gesture";
import { useAboveKeyboard } from "./use-above-keyboard";

/** From so far on, letting go does it; in narrow windows from less. */
const FAR_PX = 96;
const FAR_OF_ROW = 0.3;

export type SwipeProps = {
  list: RefObject<HTMLElement | null>;
  tasks: readonly Task[];
  /** While some are selected, a finger means those. */
  isOff: boolean;
  onToggle: (task: Task) => void;
  onDue: (task: Task) => void;
};

/** What is seen beside the row. */
type Offer = { row: HTMLElement; does: Action; isFar: boolean };

export default function Swipe({ list, tasks, isOff, onToggle, onDue }: SwipeProps) {
  const [offer, setOffer] = useState<Offer | null>(null);
  // Where there are fingers there is a keyboard that takes room, too.
  useAboveKeyboard(list);
  const taskOf = (item: HTMLElement) => tasks[Number(item.dataset.index)];
  const isMeant = useSteady((item: HTMLElement) => !isOff && taskOf(item) !== undefined);
  const move = useSteady((item: HTMLElement, by: number) => {
    const task = taskOf(item);
    const row = rowIn(item);
    if (!task || !row) return;
    row.style.transition = "none";
    row.style.translate = isStill() ? "0px" : `${by}px`;
    const does = actionOf(task, by);
    const isFar = isFarEnough(row, by);
    setOffer((now) => (now?.row === row && now.does === does && now.isFar === isFar ? now : { row, does, isFar }));
  });
  const end = useSteady((item: HTMLElement, by: number) => {
    const row = rowIn(item);
    if (!row) return;
    row.style.transition = "translate var(--duration-calm) var(--ease-settle)";
    row.style.translate = "0px";
    void Promise.allSettled(row.getAnimations().map(({ finished }) => finished)).then(() => {
      // Another finger may have it by now.
      if (row.style.transition === "none") return;
      row.style.transition = "";
      row.style.translate = "";
      setOffer((now) => (now?.row === row ? null : now));
    });
    const task = taskOf(item);
    if (!task || !isFarEnough(row, by)) return;
    if (by > 0) onToggle(task);
    else onDue(task);
  });
  useEffect(() => {
    // Which element the rows are in changes with their number; what is around them does not.
    const around = list.current?.parentElement;
    if (!around) return;
    // Otherwise the browser takes the finger for its own.
    around.style.touchAction = "pan-y pinch-zoom";
    const leave = listenForSwipes(around, { isMeant, onMove: move, onEnd: end });
    return () => {
      leave();
      around.style.touchAction = "";
    };
  }, [list, isMeant, move, end]);
  return offer && createPortal(<OfferBeside {...offer} />, offer.row);
}

/** Below its heading, if it has one. */
const rowIn = (item: HTMLElement) => item.lastElementChild as HTMLElement | null;

const isFarEnough = (row: HTMLElement, by: number) => Math.abs(by) >= Math.min(FAR_PX, row.clientWidth * FAR_OF_ROW);

const isStill = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

type Action = keyof typeof actions;

const actions = {
  complete: { label: "Complete", icon: "check" },
  reopen: { label: "Reopen", icon: "rotate-ccw" },
  due: { label: "Due date", icon: "calendar-days" },
} as const satisfies Record<string, { label: string; icon: IconName }>;

function actionOf({ completed }: Task, by: number): Action {
  if (by < 0) return "due";
  return completed ? "reopen" : "complete";
}

/** It comes in with the row; where nothing is to move, it lies over its beginning or its end. */
function OfferBeside({ does, isFar }: Offer) {
  const { label, icon } = actions[does];
  const isDue = does === "due";
  const tone = isDue ? "bg-hover text-muted" : "bg-accent-soft text-accent";
  const farTone = isDue ? "bg-ink text-canvas" : "bg-accent text-on-accent";
  return (
    <div
      aria-hidden
      className={cx(
        "pointer-events-none absolute inset-y-0 flex w-screen items-center gap-2 px-4 text-sm font-medium whitespace-nowrap transition-colors motion-reduce:w-36",
        isDue
          ? "left-full motion-reduce:right-0 motion-reduce:left-auto"
          : "right-full flex-row-reverse motion-reduce:right-auto motion-reduce:left-0",
        isFar ? farTone : tone,
      )}
    >
      <Icon name={icon} className={cx("size-5 shrink-0 transition", isFar && "scale-125")} />
      <span>{label}</span>
    </div>
  );
}
