/** The order of the lists in the sidebar, by dragging one of them. */
"use client";

import { type RefObject, useRef, useState } from "react";
import { useListCommands } from "@/components/lists/use-list-commands";
import type { List } from "@/lib/domain/list";
import { stepsTo } from "@/lib/tasks/dropping";
import { lineAt, Mark, type MarkAt } from "./mark";
import { type At, useDragging } from "./use-dragging";

type ListDraggingProps = { order: RefObject<HTMLUListElement | null>; lists: readonly List[] };

export default function ListDragging({ order, lists }: ListDraggingProps) {
  const commands = useListCommands();
  const [mark, setMark] = useState<MarkAt>();
  const dragged = useRef<List>(null);
  const lineOf = (element: Element | undefined) => {
    const line = element?.closest("li");
    return line && line.parentElement === order.current ? line : undefined;
  };
  const indexOf = (line: Element) => [...(order.current?.children ?? [])].indexOf(line);

  /** By how many places it goes there. */
  const stepsAt = ({ y, over }: At) => {
    const line = lineOf(over);
    const from = lists.findIndex(({ id }) => id === dragged.current?.id);
    if (!line || from < 0) return undefined;
    const { top, height } = line.getBoundingClientRect();
    const isBelow = y > top + height / 2;
    return { line, isBelow, steps: stepsTo(from, indexOf(line), isBelow) };
  };

  useDragging({
    // The link is what browsers drag there by themselves.
    itemAt: (over) => (lineOf(over) && over.closest("a")) ?? undefined,
    onStart(item) {
      const line = lineOf(item);
      dragged.current = (line && lists[indexOf(line)]) ?? null;
      return dragged.current?.name ?? "";
    },
    targets: () => [order.current],
    scrolling: () => order.current?.closest(".overflow-y-auto"),
    onMove(at) {
      const found = stepsAt(at);
      setMark(found && found.steps !== 0 ? lineAt(found.line, found.isBelow) : undefined);
    },
    onDrop(at) {
      const steps = stepsAt(at)?.steps;
      if (dragged.current && steps) commands.move(dragged.current, steps);
    },
    onEnd() {
      dragged.current = null;
      setMark(undefined);
    },
  });
  return mark ? <Mark {...mark} /> : null;
}
