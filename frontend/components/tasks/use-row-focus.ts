/** Which row has the focus, and what gets it when that row moves or goes. */
"use client";

import {
  type Dispatch,
  type RefObject,
  type SetStateAction,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { focusOn, rowAfter, type Selection } from "@/lib/tasks/selection";
import { useSteady } from "@/lib/use-steady";

type Rows = {
  ids: readonly string[];
  selection: Selection;
  setSelection: Dispatch<SetStateAction<Selection>>;
  list: RefObject<HTMLUListElement | null>;
};

export function useRowFocus({ ids, selection, setSelection, list }: Rows) {
  const focusedId = selection.focused;
  const setFocusedId = useCallback((id: string | null) => setSelection((one) => focusOn(one, id)), [setSelection]);
  /** `index` is where to go should the task be gone by then. */
  const [wanted, setWanted] = useState<{ id: string; index?: number } | null>(null);
  const reached = useRef(wanted);
  const indexOf = useCallback((id: string | null | undefined) => ids.indexOf(id ?? ""), [ids]);
  const focusRow = useCallback(
    (id: string, index?: number) => {
      setWanted(index === undefined ? { id } : { id, index });
      setFocusedId(id);
    },
    [setFocusedId],
  );

  // After the change has been drawn: on the same task, or on what took its place.
  useLayoutEffect(() => {
    if (!wanted || reached.current === wanted) return;
    const known = indexOf(wanted.id);
    // Not there yet, as what an Undo brings back.
    if (known < 0 && wanted.index === undefined) return;
    const index = known >= 0 ? known : Math.min(wanted.index ?? -1, ids.length - 1);
    const id = ids[index];
    const row = list.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
    const box = row?.querySelector<HTMLElement>('input[type="checkbox"]');
    // Far away: drawn next time, because what has the focus always is.
    if (id !== undefined && !box) return setFocusedId(id);
    box?.focus({ preventScroll: true });
    // After that: whoever hears of the focus may know of an earlier wish only.
    reached.current = wanted;
    row?.scrollIntoView({ block: "nearest" });
  });

  // What has the focus goes with its row, as of a completed task after a moment; what took its place gets it.
  const focusedIndex = indexOf(focusedId);
  const lastIndex = useRef(focusedIndex);
  useLayoutEffect(() => {
    // What an Undo brings back is on its way: nothing is to take its place.
    const isAwaited = wanted !== null && reached.current !== wanted && wanted.index === undefined;
    if (focusedIndex >= 0) lastIndex.current = focusedIndex;
    else if (isAwaited) return;
    else if (focusedId !== null && document.activeElement === document.body) focusRow(focusedId, lastIndex.current);
  }, [focusedIndex, focusedId, focusRow, wanted]);

  const move = (by: number) => {
    const isInside = list.current?.contains(document.activeElement) && focusedIndex >= 0;
    // From elsewhere it leads to where the focus was.
    const id = rowAfter(selection, ids, isInside ? by : 0);
    if (id !== undefined) focusRow(id, ids.indexOf(id));
  };
  /** That row has it now; nothing else is waited for. */
  const holdFocus = useSteady((id: string | null) => {
    reached.current = wanted;
    setFocusedId(id);
  });
  return { focusedIndex, setFocusedId: holdFocus, focusRow, indexOf, move };
}
