/** The tasks, of which only those near the window are in the document. */
"use client";

import { defaultRangeExtractor, useWindowVirtualizer } from "@tanstack/react-virtual";
import { type Ref, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import type { Task, TaskFields, Unsynced } from "@/lib/sync/tasks";
import type { Day } from "@/lib/tasks/day";
import { useHalfWritten } from "@/lib/tasks/half-written";
import { TaskEditor } from "./task-editor";
import { hasHalfADate } from "./task-fields";
import { TaskRow } from "./task-row";
import type { Editing } from "./use-editing";
import type { TaskCommands } from "./use-task-commands";

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
  /** Whether the task is still shown when completed or reopened. */
  staysWhenToggled: boolean;
};

export function TaskList({ ref, tasks, today, locale, commands, ...props }: TaskListProps) {
  const { unsynced, editing, onEditing: setEditing, onTag, staysWhenToggled } = props;
  const { getEdit, setEdit } = useHalfWritten();
  const list = useRef<HTMLUListElement>(null);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  /** `index` is where to go should the task be gone by then. */
  const [wanted, setWanted] = useState<{ id: string; index?: number } | null>(null);
  const reached = useRef(wanted);

  const indexOf = useCallback((id: string | null | undefined) => tasks.findIndex((task) => task.id === id), [tasks]);
  const kept = [indexOf(focusedId), indexOf(editing?.seen.id)].filter((index) => index >= 0);
  const rows = useWindowVirtualizer({
    count: tasks.length,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => tasks[index]?.id ?? index,
    overscan: 8,
    scrollMargin: list.current?.offsetTop ?? 0,
    scrollPaddingStart: HEADER_HEIGHT,
    scrollPaddingEnd: HEADER_HEIGHT,
    // Where the focus is, and what is being written, must not be recycled.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), ...kept])].sort((a, b) => a - b),
  });

  const focusRow = useCallback((id: string, index?: number) => {
    setWanted(index === undefined ? { id } : { id, index });
    setFocusedId(id);
  }, []);

  // After the change has been drawn: on the same task, or on what took its place.
  useLayoutEffect(() => {
    if (!wanted || reached.current === wanted) return;
    const known = indexOf(wanted.id);
    const index = known >= 0 ? known : Math.min(wanted.index ?? -1, tasks.length - 1);
    const task = tasks[index];
    const box = list.current?.querySelector<HTMLElement>(`[data-index="${index}"] input[type="checkbox"]`);
    // Far away: drawn next time, because what has the focus always is.
    if (task && !box) return setFocusedId(task.id);
    reached.current = wanted;
    box?.focus({ preventScroll: true });
    if (task) rows.scrollToIndex(index, { align: "auto" });
  });

  const toggle = useCallback(
    (task: Task) => {
      commands.toggle(task, !staysWhenToggled);
      focusRow(task.id, indexOf(task.id));
    },
    [commands, staysWhenToggled, focusRow, indexOf],
  );
  const edit = useCallback(
    (task: Task) => {
      // What is being written in another one is saved, not lost; it stays open where it cannot be.
      const form = list.current?.querySelector("form") ?? null;
      const isUnsaved = () => getEdit() !== undefined || hasHalfADate(form);
      if (isUnsaved()) form?.requestSubmit();
      if (!isUnsaved()) setEditing({ seen: task, index: indexOf(task.id) });
    },
    [setEditing, indexOf, getEdit],
  );
  const remove = useCallback(
    (task: Task) => {
      commands.remove(task);
      focusRow(task.id, indexOf(task.id));
    },
    [commands, focusRow, indexOf],
  );
  const retry = useCallback(
    (task: Task) => {
      commands.retry();
      // The button goes when it has worked.
      focusRow(task.id, indexOf(task.id));
    },
    [commands, focusRow, indexOf],
  );
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

  useImperativeHandle(ref, () => ({
    move(by) {
      const isInside = list.current?.contains(document.activeElement);
      const from = isInside ? indexOf(focusedId) : -1;
      const index = from < 0 ? Math.max(0, indexOf(focusedId)) : Math.min(Math.max(from + by, 0), tasks.length - 1);
      const task = tasks[index];
      if (task) focusRow(task.id, index);
    },
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
      style={{ height: rows.getTotalSize() }}
      onFocus={(event) => {
        const row = event.target.closest<HTMLElement>("[data-index]");
        setFocusedId(tasks[Number(row?.dataset.index)]?.id ?? null);
      }}
    >
      {rows.getVirtualItems().map((row) => {
        const task = tasks[row.index];
        if (!task) return null;
        return (
          <li
            key={row.key}
            ref={rows.measureElement}
            data-index={row.index}
            aria-setsize={tasks.length}
            aria-posinset={row.index + 1}
            className="absolute inset-x-0 top-0 border-b border-line last:border-b-0"
            style={{ transform: `translateY(${row.start - rows.options.scrollMargin}px)` }}
          >
            {editing?.seen.id === task.id ? (
              <TaskEditor
                key={editing.draft?.error}
                task={editing.seen}
                draft={editing.draft}
                onWrite={(fields) => setEdit({ seen: editing.seen, fields })}
                onSave={(fields) => save(editing.seen, fields)}
                onCancel={() => close(editing.seen)}
              />
            ) : (
              <TaskRow
                task={task}
                isUnsaved={unsynced.has(task.id)}
                refusal={unsynced.get(task.id)}
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
