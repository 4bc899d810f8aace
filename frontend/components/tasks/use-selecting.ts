/** Which tasks are selected: by a click with Shift or Ctrl, by the keys, by a finger that rests on a row. */
"use client";

import { type Dispatch, type MouseEvent, type SetStateAction, useMemo } from "react";
import { useAnnounce } from "@/components/ui/toast";
import type { Task } from "@/lib/sync/tasks";
import {
  nothingSelected,
  rowAfter,
  type Selection,
  saySelected,
  selectTo,
  toggleSelected,
} from "@/lib/tasks/selection";
import { useSteady } from "@/lib/use-steady";

type Rows = {
  tasks: readonly Task[];
  ids: readonly string[];
  selection: Selection;
  setSelection: Dispatch<SetStateAction<Selection>>;
  focusRow: (id: string) => void;
  onOpen: (task: Task) => void;
};

/** What a finger that rests has selected. */
export type Rest = {
  /** The finger leaves it at that. */
  lift: () => void;
  /** It was meant for something else. */
  takeBack: () => void;
};

const NONE: readonly Task[] = [];

export function useSelecting({ tasks, ids, selection, setSelection, focusRow, onOpen }: Rows) {
  const announce = useAnnounce();
  const selected = useMemo(
    () => (selection.selected.size > 0 ? tasks.filter(({ id }) => selection.selected.has(id)) : NONE),
    [tasks, selection],
  );
  const select = (next: Selection) => {
    setSelection(next);
    announce(saySelected(next.selected.size));
  };
  /** False: nothing was. */
  const selectNothing = () => {
    if (selected.length === 0) return false;
    select({ ...nothingSelected, focused: selection.focused });
    return true;
  };
  const press = useSteady((task: Task, event: MouseEvent) => {
    const isTouch = (event.nativeEvent as PointerEvent).pointerType === "touch";
    if (event.shiftKey) select(selectTo(selection, ids, task.id));
    else if (event.ctrlKey || event.metaKey || (isTouch && selected.length > 0))
      select(toggleSelected(selection, task.id));
    else {
      selectNothing();
      onOpen(task);
    }
  });
  /** A finger rests on it. What is selected already stays so until the finger is lifted, as it may drag all of them. */
  const rest = useSteady((row: HTMLElement): Rest | undefined => {
    const id = ids[Number(row.dataset.index)];
    if (id === undefined) return undefined;
    const turned = toggleSelected(selection, id);
    if (selection.selected.has(id)) return { lift: () => select(turned), takeBack: () => {} };
    select(turned);
    // A drop has left nothing selected.
    const before = (now: Selection) => (now.selected.has(id) ? { ...selection, focused: now.focused } : now);
    return { lift: () => {}, takeBack: () => setSelection(before) };
  });
  return {
    selected,
    press,
    rest,
    selectNothing,
    selectAll: () => select({ ...selection, selected: new Set(ids) }),
    /** One more, or one less. */
    turn: ({ id }: Task) => select(toggleSelected(selection, id)),
    extendBy(by: number) {
      const id = rowAfter(selection, ids, by);
      if (id === undefined) return;
      select(selectTo(selection, ids, id));
      focusRow(id);
    },
  };
}
