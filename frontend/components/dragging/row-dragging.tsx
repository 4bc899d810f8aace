/** Rows that are dragged: to another place, into or out of a task, to another day, or to a list in the sidebar. */
"use client";

import { type RefObject, useRef, useState } from "react";
import { useManyCommands } from "@/components/tasks/use-many-commands";
import type { Rest } from "@/components/tasks/use-selecting";
import { sayTasks, type TaskCommands } from "@/components/tasks/use-task-commands";
import { useLists } from "@/lib/sync/lists";
import type { Task } from "@/lib/sync/tasks";
import type { Day } from "@/lib/tasks/day";
import { Days } from "./days";
import { type Landing, landingAt, type RowsOfPage } from "./landing";
import { Mark, type MarkAt } from "./mark";
import { type At, type Dragging, useDragging } from "./use-dragging";
import { useDropInOrder } from "./use-drop-in-order";
import { useFingerDragging } from "./use-finger-dragging";

export type RowDraggingProps = RowsOfPage & {
  list: RefObject<HTMLUListElement | null>;
  selected: readonly Task[];
  folded: ReadonlySet<string>;
  onFold: (task: Task) => void;
  /** There where there is an order by hand. */
  onShift: unknown;
  today: Day;
  commands: TaskCommands;
  /** That row must stay in the document. */
  onHold: (taskId: string) => void;
  /** That row gets the focus, or what is at its place then. */
  onDone: (taskId: string, index?: number) => void;
  /** Selects nothing. */
  onClear: () => void;
  /** A finger rests on that row. */
  onRest: (row: HTMLElement) => Rest | undefined;
};

export default function RowDragging({ list, selected, commands, ...props }: RowDraggingProps) {
  const { onHold, onDone, onClear, onRest, ...page } = props;
  const { rows, family } = page;
  const many = useManyCommands(commands);
  const dropInOrder = useDropInOrder({ ...page, many });
  const lists = useLists();
  const [mark, setMark] = useState<MarkAt>();
  const [isHeld, setHeld] = useState(false);
  const days = useRef<HTMLOListElement>(null);
  const drag = useRef<{ ids: ReadonlySet<string>; x: number }>(null);
  const sidebar = () => document.querySelector("aside nav");

  const rowOf = (element: Element | undefined) => {
    const row = element?.closest<HTMLElement>("[data-index]");
    return row && list.current?.contains(row) ? row : undefined;
  };
  const taskOf = (row: HTMLElement | undefined) => rows[Number(row?.dataset.index)]?.task;

  const landing = ({ x, y, over }: At) => {
    const row = rowOf(over);
    const link = over && sidebar()?.contains(over) ? over.closest("li") : undefined;
    const day = over?.closest<HTMLElement>("[data-on-day]")?.dataset.onDay;
    const cell = over && days.current?.contains(over) ? over.closest<HTMLElement>("[data-strip-day]") : undefined;
    const dragged = draggedNow();
    const { x: from = x } = drag.current ?? {};
    const isByHand = Boolean(page.onShift);
    return dragged.length > 0
      ? landingAt({ dragged, row, link, day, cell, y, right: x - from }, { ...page, isByHand, lists })
      : undefined;
  };
  /** As they are by now: some may have gone meanwhile, or have changed. */
  const draggedNow = () => {
    const ids = drag.current?.ids;
    return ids ? rows.flatMap(({ task }) => (ids.has(task.id) ? [task] : [])) : [];
  };

  const land = ({ to }: Landing) => {
    const tasks = draggedNow();
    const [first] = tasks;
    if (!first) return;
    const index = rows.findIndex(({ task }) => task === first);
    if (tasks.length > 1) onClear();
    if ("spot" in to) dropInOrder(tasks, to.spot);
    else if ("day" in to) commands.moveTo(tasks, to.day);
    else many.moveToList(tasks, to.list);
    onDone(first.id, index);
  };

  const dragging: Dragging = {
    // What can be pressed is not dragged, as no press is quite still.
    itemAt: (over) => (over.closest("button, input, label") ? undefined : rowOf(over)),
    onStart(row, { x }) {
      const task = taskOf(row);
      if (!task) return "";
      const tasks = selected.includes(task) ? family.topsOf(selected) : [task];
      drag.current = { ids: new Set(tasks.map(({ id }) => id)), x };
      onHold(task.id);
      return sayTasks(tasks);
    },
    targets: () => [list.current, sidebar(), days.current],
    scrolling: () => sidebar()?.parentElement,
    onMove(at) {
      setHeld(drag.current !== null);
      setMark(landing(at)?.mark);
    },
    onDrop(at) {
      const to = landing(at);
      if (to) land(to);
    },
    onEnd() {
      drag.current = null;
      setHeld(false);
      setMark(undefined);
    },
  };
  useDragging(dragging);
  useFingerDragging(list, {
    ...dragging,
    // On phones there is no sidebar to drop anything on.
    canDrag: () => Boolean(page.onShift) || Boolean(page.isByDay) || Boolean(sidebar()?.checkVisibility()),
    onRest,
  });
  return (
    <>
      {page.isByDay && <Days ref={days} today={page.today} isShown={isHeld} />}
      {mark && <Mark {...mark} />}
    </>
  );
}
