/** The tasks of a view: which of them has the focus, which is open, and what the keys do. */
"use client";

import {
  type ComponentType,
  lazy,
  type Ref,
  Suspense,
  useCallback,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import { RowDuePicker, type RowDuePickerHandle } from "@/components/due/row-due-picker";
import { Button } from "@/components/ui/button";
import { useFetched } from "@/components/ui/use-fetched";
import { type Family, progressOf } from "@/lib/domain/family";
import type { List } from "@/lib/domain/list";
import type { Task, Unsynced } from "@/lib/sync/tasks";
import type { Day } from "@/lib/tasks/day";
import type { Direction } from "@/lib/tasks/placing";
import { nothingSelected, withoutGone } from "@/lib/tasks/selection";
import type { Branch } from "@/lib/tasks/tree";
import { useMedia } from "@/lib/use-media";
import { useSteady } from "@/lib/use-steady";
import type { Section } from "@/views/view";
import { pressInRow } from "./row-keys";
import { Rows, type RowsHandle } from "./rows";
import { SectionHeading } from "./section-heading";
import type { SelectionBarHandle, SelectionBarProps } from "./selection-bar";
import type { SwipeProps } from "./swipe";
import { TaskRow } from "./task-row";
import { useRowFocus } from "./use-row-focus";
import { useSelecting } from "./use-selecting";
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

// Without a connection it may not be had, if it never was.
const SelectionBar = lazy<ComponentType<SelectionBarProps>>(() =>
  import("./selection-bar").catch(() => ({ default: () => null })),
);

const Swipe = lazy<ComponentType<SwipeProps>>(() => import("./swipe").catch(() => ({ default: () => null })));
const loadDragging = () => import("@/components/dragging/row-dragging");
const RowDragging = lazy(loadDragging);

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
  onShift: ((task: Task, direction: Direction) => Promise<void>) | undefined;
  /** Whether its sections are days. */
  isByDay: boolean | undefined;
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
  const rows = useRef<RowsHandle>(null);
  const ids = useMemo(() => tasks.map(({ id }) => id), [tasks]);
  const [all, setSelection] = useState(nothingSelected);
  const selection = useMemo(() => withoutGone(all, ids), [all, ids]);
  const { focusedIndex, setFocusedId, focusRow, indexOf, move } = useRowFocus({
    ids,
    selection,
    setSelection,
    list,
    rows,
  });
  const kept = focusedIndex >= 0 ? [focusedIndex] : [];
  const { selected, press, longPress, selectNothing, selectAll, turn, extendBy } = useSelecting({
    tasks,
    ids,
    selection,
    setSelection,
    focusRow,
    onOpen,
  });

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
  const isTouchable = useMedia("(any-pointer: coarse)");
  const shift = (task: Task, direction: Direction) => {
    void onShift?.(task, direction).then(() => focusRow(task.id));
  };

  const withCurrent = (run: (task: Task) => void) => () => {
    const row = document.activeElement?.closest<HTMLElement>("[data-index]");
    const task = row && tasks[Number(row.dataset.index)];
    if (task) run(task);
  };

  const dragging = useFetched(loadDragging);
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
    select: withCurrent(turn),
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
        onPointerEnter={dragging.open}
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
            selectAll,
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
      <Suspense>
        {dragging.isOpen && (
          <RowDragging
            {...props}
            list={list}
            rows={branches}
            selected={selected}
            today={today}
            commands={commands}
            onHold={setFocusedId}
            onDone={focusRow}
            onClear={selectNothing}
          />
        )}
      </Suspense>
      {selected.length > 0 && (
        <Suspense>
          <SelectionBar ref={bar} tasks={selected} commands={commands} onClear={selectNothing} />
        </Suspense>
      )}
      {isTouchable && (
        <Suspense>
          <Swipe list={list} tasks={tasks} isOff={selected.length > 0} onToggle={toggle} onDue={chooseDue} />
        </Suspense>
      )}
      <RowDuePicker ref={duePicker} tasks={tasks} onChoose={moveTo} />
    </>
  );
}
