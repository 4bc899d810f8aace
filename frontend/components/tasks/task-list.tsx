/** The tasks. Of very many only those near the window are in the document, except on paper. */
"use client";

import { defaultRangeExtractor, useWindowVirtualizer } from "@tanstack/react-virtual";
import { type Ref, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import { cx } from "@/lib/cx";
import type { Task, TaskFields, Unsynced } from "@/lib/sync/tasks";
import type { Day } from "@/lib/tasks/day";
import { useHalfWritten } from "@/lib/tasks/half-written";
import { focusOn, nothingSelected, rowAfter } from "@/lib/tasks/selection";
import { useSteady } from "@/lib/use-steady";
import { pressInRow } from "./row-keys";
import { type Draft, TaskEditor } from "./task-editor";
import { hasHalfADate } from "./task-fields";
import { TaskRow } from "./task-row";
import type { Editing } from "./use-editing";
import { useIsPrinting } from "./use-printing";
import type { TaskCommands } from "./use-task-commands";

/** So many can be found by the browser's own search. */
const MOST_IN_WHOLE = 500;
const ROW_HEIGHT = 57;
/** What the sticky header covers. */
const HEADER_HEIGHT = 72;

export type TaskListHandle = {
  /** Moves the focus by so many rows, or into the list. */
  move: (rows: number) => void;
  focus: (taskId: string) => void;
  toggle: () => void;
  edit: () => void;
  remove: () => void;
};

/** Whether there is a row that a command would be about. */
export const isOnRow = () => document.activeElement?.closest("[data-index]") != null;

type TaskListProps = {
  ref: Ref<TaskListHandle>;
  tasks: Task[];
  unsynced: Unsynced;
  editing: Editing | null;
  onEditing: (editing: Editing | null) => void;
  today: Day;
  locale: string;
  commands: TaskCommands;
  onTag: (tag: string) => void;
};

export function TaskList({ ref, tasks, today, locale, commands, ...props }: TaskListProps) {
  const { unsynced, editing, onEditing: setEditing, onTag } = props;
  const { getEdit, setEdit } = useHalfWritten();
  const list = useRef<HTMLUListElement>(null);
  const [selection, setSelection] = useState(nothingSelected);
  const focusedId = selection.focused;
  const setFocusedId = useCallback((id: string | null) => setSelection((one) => focusOn(one, id)), []);
  /** `index` is where to go should the task be gone by then. */
  const [wanted, setWanted] = useState<{ id: string; index?: number } | null>(null);
  const reached = useRef(wanted);

  const indexOf = useCallback((id: string | null | undefined) => tasks.findIndex((task) => task.id === id), [tasks]);
  const kept = [indexOf(focusedId), indexOf(editing?.seen.id)].filter((index) => index >= 0);
  const isPrinting = useIsPrinting();
  const isWhole = isPrinting || tasks.length <= MOST_IN_WHOLE;
  const rows = useWindowVirtualizer({
    count: isWhole ? 0 : tasks.length,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => tasks[index]?.id ?? index,
    overscan: 8,
    scrollMargin: list.current?.offsetTop ?? 0,
    scrollPaddingStart: HEADER_HEIGHT,
    scrollPaddingEnd: HEADER_HEIGHT,
    // Where the focus is, and what is being written, must not be recycled.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), ...kept])].sort((a, b) => a - b),
  });

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
    const index = known >= 0 ? known : Math.min(wanted.index ?? -1, tasks.length - 1);
    const task = tasks[index];
    const row = list.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
    const box = row?.querySelector<HTMLElement>('input[type="checkbox"]');
    // Far away: drawn next time, because what has the focus always is.
    if (task && !box) return setFocusedId(task.id);
    reached.current = wanted;
    box?.focus({ preventScroll: true });
    if (isWhole) row?.scrollIntoView({ block: "nearest" });
    else if (task) rows.scrollToIndex(index, { align: "auto" });
  });

  // What has the focus goes with its row, as of a completed task after a moment; what took its place gets it.
  const focusedIndex = indexOf(focusedId);
  const lastIndex = useRef(focusedIndex);
  useLayoutEffect(() => {
    if (focusedIndex >= 0) lastIndex.current = focusedIndex;
    else if (focusedId !== null && document.activeElement === document.body) focusRow(focusedId, lastIndex.current);
  }, [focusedIndex, focusedId, focusRow]);

  const toggle = useSteady((task: Task) => {
    commands.toggle(task);
    focusRow(task.id);
  });
  const edit = useSteady((task: Task, draft?: Draft) => {
    // What is being written in another one is saved, not lost; it stays open where it cannot be.
    const form = list.current?.querySelector("form") ?? null;
    const isUnsaved = () => getEdit() !== undefined || hasHalfADate(form);
    if (isUnsaved()) form?.requestSubmit();
    if (!isUnsaved()) setEditing({ seen: task, index: indexOf(task.id), ...(draft && { draft }) });
  });
  const remove = useSteady((task: Task) => {
    commands.remove(task);
    focusRow(task.id, indexOf(task.id));
  });
  const retry = useSteady((task: Task) => {
    commands.retry();
    // The button goes when it has worked.
    focusRow(task.id, indexOf(task.id));
  });
  const giveUp = (task: Task) => {
    const written = getEdit();
    if (written) commands.offerAgain(written, (fields) => edit(task, { fields }));
    close(task);
  };
  const close = (task: Task) => {
    setEditing(null);
    focusRow(task.id, indexOf(task.id));
  };
  const save = (seen: Task, fields: TaskFields) => {
    commands.edit(seen, fields);
    close(seen);
  };

  const withCurrent = (run: (task: Task) => void) => () => {
    const row = document.activeElement?.closest<HTMLElement>("[data-index]");
    const task = row && tasks[Number(row.dataset.index)];
    // The editor has buttons of its own.
    if (task && task.id !== editing?.seen.id) run(task);
  };

  const move = (by: number) => {
    const isInside = list.current?.contains(document.activeElement) && focusedIndex >= 0;
    // From elsewhere it leads to where the focus was.
    const ids = tasks.map(({ id }) => id);
    const id = rowAfter(selection, ids, isInside ? by : 0);
    if (id !== undefined) focusRow(id, ids.indexOf(id));
  };

  useImperativeHandle(ref, () => ({
    move,
    focus: (id) => focusRow(id),
    toggle: withCurrent(toggle),
    edit: withCurrent(edit),
    remove: withCurrent(remove),
  }));

  // Its place in the page is known only now that it is there.
  const [, setPlaced] = useState(false);
  useEffect(() => setPlaced(true), []);

  return (
    <ul
      ref={list}
      // biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one
      role="list"
      aria-label="Tasks"
      className="relative"
      style={isWhole ? undefined : { height: rows.getTotalSize() }}
      onKeyDown={(event) => pressInRow(event, move, withCurrent(edit))}
      onFocus={(event) => {
        const row = event.target.closest<HTMLElement>("[data-index]");
        setFocusedId(tasks[Number(row?.dataset.index)]?.id ?? null);
      }}
    >
      {(isWhole ? tasks.map((_, index) => ({ index, start: 0 })) : rows.getVirtualItems()).map(({ index, start }) => {
        const task = tasks[index];
        if (!task) return null;
        return (
          <li
            key={task.id}
            ref={isWhole ? undefined : rows.measureElement}
            data-index={index}
            aria-setsize={tasks.length}
            aria-posinset={index + 1}
            className={cx(
              "break-inside-avoid scroll-my-18 border-b border-line last:border-b-0",
              !isWhole && "absolute inset-x-0 top-0",
            )}
            style={isWhole ? undefined : { transform: `translateY(${start - rows.options.scrollMargin}px)` }}
          >
            {editing?.seen.id === task.id ? (
              <TaskEditor
                key={editing.draft?.error}
                task={editing.seen}
                draft={editing.draft}
                onWrite={(fields) => setEdit({ seen: editing.seen, fields })}
                onSave={(fields) => save(editing.seen, fields)}
                onCancel={() => giveUp(editing.seen)}
              />
            ) : (
              <TaskRow
                task={task}
                isUnsaved={unsynced.has(task.id)}
                refusal={unsynced.get(task.id)}
                isTabStop={index === Math.max(0, focusedIndex)}
                today={today}
                locale={locale}
                onToggle={toggle}
                onEdit={edit}
                onRemove={remove}
                onTag={onTag}
                onRetry={retry}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}
