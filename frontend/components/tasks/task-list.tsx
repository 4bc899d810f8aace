/** The tasks of a view: which of them has the focus, which is open, and what the keys do. */
"use client";

import {
  type ComponentType,
  lazy,
  type MouseEvent,
  type Ref,
  Suspense,
  useCallback,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { RowDuePicker, type RowDuePickerHandle } from "@/components/due/row-due-picker";
import { Button } from "@/components/ui/button";
import { useAnnounce } from "@/components/ui/toast";
import { type Family, progressOf } from "@/lib/domain/family";
import type { List } from "@/lib/domain/list";
import type { Task, Unsynced } from "@/lib/sync/tasks";
import type { Day } from "@/lib/tasks/day";
import type { Direction } from "@/lib/tasks/placing";
import {
  focusOn,
  nothingSelected,
  rowAfter,
  type Selection,
  selectTo,
  toggleSelected,
  withoutGone,
} from "@/lib/tasks/selection";
import type { Branch } from "@/lib/tasks/tree";
import { useSteady } from "@/lib/use-steady";
import type { Section } from "@/views/view";
import { useLongPress } from "./long-press";
import { pressInRow } from "./row-keys";
import { Rows, type RowsHandle } from "./rows";
import { SectionHeading } from "./section-heading";
import type { SelectionBarHandle, SelectionBarProps } from "./selection-bar";
import { TaskRow } from "./task-row";
import type { TaskCommands } from "./use-task-commands";

export type TaskListHandle = {
  /** Moves the focus by so many rows, or into the list. */
  move: (rows: number) => void;
  focus: (taskId: string) => void;
  toggle: () => void;
  edit: () => void;
  remove: () => void;
  chooseDue: () => void;
  /** Selects the row, or no longer. */
  select: () => void;
  fold: () => void;
};

const NONE: readonly Task[] = [];

// Without a connection it may not be had, if it never was.
const SelectionBar = lazy<ComponentType<SelectionBarProps>>(() =>
  import("./selection-bar").catch(() => ({ default: () => null })),
);

/** Whether there is a row that a command would be about. */
export const isOnRow = () => document.activeElement?.closest("[data-index]") != null;

type TaskListProps = {
  ref: Ref<TaskListHandle>;
  rows: readonly Branch<Task>[];
  /** All tasks, also those that are not shown. */
  family: Family<Task>;
  folded: ReadonlySet<string>;
  onFold: (task: Task) => void;
  /** The heading that a task stands under, if there are any. */
  section: ((task: Task) => Section | undefined) | undefined;
  unsynced: Unsynced;
  /** By their ids, where it is to be said which one a task is in. */
  lists: ReadonlyMap<string, List> | undefined;
  /** The id of the task that is open beside the list. */
  openId: string | undefined;
  onOpen: (task: Task) => void;
  /** Moves a task by one step, where there is an order by hand. */
  onShift: ((task: Task, direction: Direction) => void) | undefined;
  today: Day;
  locale: string;
  commands: TaskCommands;
  /** Undefined where a finger would hit a tag that is meant for the task. */
  onTag: ((tag: string) => void) | undefined;
  /** Whether the due date in a row is a button; not where a finger would hit it instead of the task. */
  hasDueButtons: boolean;
};

export function TaskList({ ref, rows: branches, section, today, locale, commands, ...props }: TaskListProps) {
  const { unsynced, lists, openId, onOpen, onShift, onTag, hasDueButtons } = props;
  const { family, folded, onFold } = props;
  const tasks = useMemo(() => branches.map(({ task }) => task), [branches]);
  const list = useRef<HTMLUListElement>(null);
  const [all, setSelection] = useState(nothingSelected);
  const ids = useMemo(() => tasks.map(({ id }) => id), [tasks]);
  const selection = useMemo(() => withoutGone(all, ids), [all, ids]);
  const focusedId = selection.focused;
  const setFocusedId = useCallback((id: string | null) => setSelection((one) => focusOn(one, id)), []);
  /** `index` is where to go should the task be gone by then. */
  const [wanted, setWanted] = useState<{ id: string; index?: number } | null>(null);
  const reached = useRef(wanted);

  const indexOf = useCallback((id: string | null | undefined) => ids.indexOf(id ?? ""), [ids]);
  const kept = [indexOf(focusedId)].filter((index) => index >= 0);
  const rows = useRef<RowsHandle>(null);
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
    if (rows.current) rows.current.scrollTo(index);
    else row?.scrollIntoView({ block: "nearest" });
  });

  // What has the focus goes with its row, as of a completed task after a moment; what took its place gets it.
  const focusedIndex = indexOf(focusedId);
  const lastIndex = useRef(focusedIndex);
  useLayoutEffect(() => {
    if (focusedIndex >= 0) lastIndex.current = focusedIndex;
    else if (focusedId !== null && document.activeElement === document.body) focusRow(focusedId, lastIndex.current);
  }, [focusedIndex, focusedId, focusRow]);

  const selected = useMemo(
    () => (selection.selected.size > 0 ? tasks.filter(({ id }) => selection.selected.has(id)) : NONE),
    [tasks, selection],
  );
  const announce = useAnnounce();
  const select = (next: Selection) => {
    setSelection(next);
    announce(next.selected.size > 0 ? `${next.selected.size.toLocaleString()} selected` : "Nothing selected");
  };
  const selectNothing = () => {
    if (selected.length === 0) return false;
    select({ ...nothingSelected, focused: focusedId });
    return true;
  };
  /** With Shift or Ctrl it selects; so does a finger, once one has rested on a row. */
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
  const longPress = useLongPress((row) => {
    const id = ids[Number(row.dataset.index)];
    if (id !== undefined) select(toggleSelected(selection, id));
  });
  const extendBy = (by: number) => {
    const id = rowAfter(selection, ids, by);
    if (id === undefined) return;
    select(selectTo(selection, ids, id));
    focusRow(id);
  };

  const toggle = useSteady((task: Task) => {
    commands.toggle(task);
    focusRow(task.id);
  });
  const open = useSteady(onOpen);
  const remove = useSteady((task: Task) => {
    commands.remove(task);
    focusRow(task.id, indexOf(task.id));
  });
  const retry = useSteady((task: Task) => {
    commands.retry();
    // The button goes when it has worked.
    focusRow(task.id, indexOf(task.id));
  });
  const duePicker = useRef<RowDuePickerHandle>(null);
  const askForDue = useSteady((task: Task, place: HTMLElement) => duePicker.current?.ask(task, place));
  const chooseDue = (task: Task) => {
    const row = list.current?.querySelector(`[data-index="${indexOf(task.id)}"]`);
    // Beside the title, which it would cover.
    const place = row?.querySelector<HTMLElement>("[data-due]") ?? row?.querySelector<HTMLElement>("[data-actions]");
    if (place) askForDue(task, place);
  };
  const moveTo = (task: Task, day: Day | null) => {
    commands.moveTo([task], day);
    focusRow(task.id, indexOf(task.id));
  };
  const shift = (task: Task, direction: Direction) => {
    onShift?.(task, direction);
    focusRow(task.id);
  };

  const withCurrent = (run: (task: Task) => void) => () => {
    const row = document.activeElement?.closest<HTMLElement>("[data-index]");
    const task = row && tasks[Number(row.dataset.index)];
    if (task) run(task);
  };

  const move = (by: number) => {
    const isInside = list.current?.contains(document.activeElement) && focusedIndex >= 0;
    // From elsewhere it leads to where the focus was.
    const id = rowAfter(selection, ids, isInside ? by : 0);
    if (id !== undefined) focusRow(id, ids.indexOf(id));
  };

  const bar = useRef<SelectionBarHandle>(null);
  /** To what is selected, or else to the row that has the focus. */
  const withSelected = (name: keyof SelectionBarHandle, run: (task: Task) => void) => () => {
    if (selected.length > 0) bar.current?.[name]();
    else withCurrent(run)();
  };

  useImperativeHandle(ref, () => ({
    move,
    focus: (id) => focusRow(id),
    toggle: withSelected("toggle", toggle),
    edit: withCurrent(open),
    remove: withSelected("remove", remove),
    select: withCurrent((task) => select(toggleSelected(selection, task.id))),
    chooseDue: withSelected("chooseDue", chooseDue),
    fold: withCurrent((task) => branches.some((one) => one.task === task && one.holds > 0) && onFold(task)),
  }));

  /** Where a section begins. */
  const headingAt = (index: number) => {
    const [task, before] = [tasks[index], tasks[index - 1]];
    const own = task && section?.(task);
    return own && own.key !== (before && section?.(before)?.key) ? own : undefined;
  };
  const lateOnes = () => tasks.filter((task) => section?.(task)?.isLate && !task.completed);

  // Rows that were far away may be there now.
  const [, setPlaced] = useState(false);
  const placed = useCallback(() => setPlaced(true), []);

  const drawRow = (index: number) => {
    const branch = branches[index];
    if (!branch) return null;
    const { task, level, holds } = branch;
    const { done, all } = progressOf(family, task.id);
    const heading = headingAt(index);
    return (
      <>
        {heading && (
          <SectionHeading section={heading} isFirst={index === 0}>
            {heading.isLate ? (
              <Button size="sm" variant="ghost" onClick={() => commands.moveTo(lateOnes(), today)}>
                Move all to today
              </Button>
            ) : undefined}
          </SectionHeading>
        )}
        <TaskRow
          task={task}
          list={task.list_id ? lists?.get(task.list_id) : undefined}
          level={level}
          parentTitle={family.get(task.parent_id)?.title}
          done={done}
          parts={all}
          holds={holds}
          isFolded={folded.has(task.id)}
          onFold={onFold}
          isOpen={task.id === openId}
          isSelected={selection.selected.has(task.id)}
          isUnsaved={unsynced.has(task.id)}
          refusal={unsynced.get(task.id)}
          isTabStop={index === Math.max(0, focusedIndex)}
          today={today}
          locale={locale}
          onToggle={toggle}
          onEdit={open}
          onPress={press}
          onRemove={remove}
          onTag={onTag}
          onDue={hasDueButtons ? askForDue : undefined}
          onRetry={retry}
        />
      </>
    );
  };

  return (
    <>
      <Rows
        {...longPress}
        handle={rows}
        list={list}
        ids={ids}
        kept={kept}
        drawRow={drawRow}
        onPlaced={placed}
        onKeyDown={(event) =>
          pressInRow(event, {
            moveBy: move,
            extendBy,
            selectAll: () => select({ ...selection, selected: new Set(ids) }),
            selectNothing,
            open: withCurrent(open),
            shift: onShift && ((direction) => withCurrent((task) => shift(task, direction))()),
          })
        }
        onFocus={(event) => {
          const row = event.target.closest<HTMLElement>("[data-index]");
          setFocusedId(tasks[Number(row?.dataset.index)]?.id ?? null);
        }}
      />
      {selected.length > 0 && (
        <Suspense>
          <SelectionBar ref={bar} tasks={selected} commands={commands} onClear={selectNothing} />
        </Suspense>
      )}
      <RowDuePicker ref={duePicker} tasks={tasks} onChoose={moveTo} />
    </>
  );
}
