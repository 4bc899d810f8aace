/** The tasks of a view: which of them has the focus, which is open, and what the keys do. */
"use client";

import { type ComponentType, lazy, type Ref, Suspense, useMemo, useRef, useState } from "react";
import type { RowDraggingProps } from "@/components/dragging/row-dragging";
import { RowDuePicker, type RowDuePickerHandle } from "@/components/due/row-due-picker";
import { useFetched } from "@/components/ui/use-fetched";
import type { Family } from "@/lib/domain/family";
import type { List } from "@/lib/domain/list";
import { type Task, useUnsynced } from "@/lib/sync/tasks";
import type { Day } from "@/lib/tasks/day";
import type { Direction } from "@/lib/tasks/placing";
import { nothingSelected, withoutGone } from "@/lib/tasks/selection";
import type { Branch } from "@/lib/tasks/tree";
import { useMedia } from "@/lib/use-media";
import type { Section } from "@/views/view";
import { ListRow } from "./list-row";
import type { MeantRowsProps } from "./meant-rows";
import type { OccurrencesProps } from "./occurrences";
import { pressInRow } from "./row-keys";
import { type Between, Rows } from "./rows";
import type { SelectionBarHandle } from "./selection-bar";
import type { SwipeProps } from "./swipe";
import { type TaskListHandle, useListHandle } from "./use-list-handle";
import { useRowCommands } from "./use-row-commands";
import { useRowFocus } from "./use-row-focus";
import { useSelecting } from "./use-selecting";
import type { TaskCommands } from "./use-task-commands";

// Without a connection it may not be had, if it never was.
const orNothing = () => ({ default: () => null });

const Swipe = lazy<ComponentType<SwipeProps>>(() => import("./swipe").catch(orNothing));
const Occurrences = lazy<ComponentType<OccurrencesProps>>(() => import("./occurrences").catch(orNothing));
const MeantRows = lazy<ComponentType<MeantRowsProps>>(() => import("./meant-rows").catch(orNothing));
const loadDragging = () => import("@/components/dragging/row-dragging");
// On touch screens it is fetched before anybody asks for it.
const RowDragging = lazy<ComponentType<RowDraggingProps>>(() => loadDragging().catch(orNothing));

type TaskListProps = {
  ref: Ref<TaskListHandle>;
  rows: readonly Branch<Task>[];
  /** Which view it is. */
  at: string;
  /** All tasks, also those that are not shown. */
  family: Family<Task>;
  folded: ReadonlySet<string>;
  onFold: (task: Task) => void;
  /** The heading that a task stands under, if there are any. */
  section: ((task: Task) => Section | undefined) | undefined;
  /** By their ids, where it is to be said which one a task is in. */
  lists: ReadonlyMap<string, List> | undefined;
  /** The id of the task that is open beside the list. */
  openId: string | undefined;
  onOpen: (task: Task) => void;
  /** Moves a task by one step, where there is an order by hand. */
  onShift: ((task: Task, direction: Direction) => Promise<void>) | undefined;
  /** Hears that somebody tries it where there is none. */
  onShiftless: () => void;
  /** Whether its sections are days. */
  isByDay: boolean | undefined;
  query: string;
  today: Day;
  locale: string;
  commands: TaskCommands;
  /** Undefined where a finger would hit a tag that is meant for the task. */
  onTag: ((tag: string) => void) | undefined;
  /** Whether the due date in a row is a button; not where a finger would hit it instead of the task. */
  hasDueButtons: boolean;
};

export function TaskList({ ref, at, rows: branches, section, today, locale, commands, ...props }: TaskListProps) {
  const { family, folded, lists, openId, onOpen, onShift, onFold, onTag, hasDueButtons } = props;
  const unsynced = useUnsynced();
  const facts = { family, folded, unsynced, lists, openId, section, today, locale };
  const tasks = useMemo(() => branches.map(({ task }) => task), [branches]);
  const list = useRef<HTMLUListElement>(null);
  const ids = useMemo(() => tasks.map(({ id }) => id), [tasks]);
  const [all, setSelection] = useState(nothingSelected);
  const [home, setHome] = useState(at);
  // Another view begins with nothing selected, and this one with nothing when it is come back to.
  if (home !== at) {
    setHome(at);
    setSelection({ ...nothingSelected, focused: all.focused });
  }
  const selection = useMemo(() => withoutGone(all, ids), [all, ids]);
  const { focusedIndex, setFocusedId, focusRow, indexOf, move } = useRowFocus({
    ids,
    selection,
    setSelection,
    list,
  });
  const [between, setBetween] = useState<Between>();
  const { selected, press, rest, selectNothing, selectAll, turn, extendBy } = useSelecting({
    tasks,
    ids,
    selection,
    setSelection,
    focusRow,
    onOpen,
  });

  const duePicker = useRef<RowDuePickerHandle>(null);
  const does = useRowCommands({ commands, focusRow, indexOf, list, duePicker, onOpen, onShift });
  const { toggle, open, remove, retry, askForDue, chooseDue, moveTo, shift } = does;
  const isTouchable = useMedia("(any-pointer: coarse)");

  const dragging = useFetched(loadDragging);
  const bar = useRef<SelectionBarHandle>(null);
  const { withCurrent } = useListHandle(ref, { tasks, branches, selected, bar, move, focusRow, onFold, turn, ...does });

  const moveLateOnes = () =>
    moveTo(
      tasks.filter((task) => section?.(task)?.isLate && !task.completed),
      today,
    );

  const drawRow = (index: number) => {
    const branch = branches[index];
    return (
      branch && (
        <ListRow
          {...facts}
          branch={branch}
          before={tasks[index - 1]}
          selected={selection.selected}
          isTabStop={index === Math.max(0, focusedIndex)}
          onFold={onFold}
          onTag={onTag}
          onMoveLate={moveLateOnes}
          onToggle={toggle}
          onEdit={open}
          onPress={press}
          onRemove={remove}
          onDue={hasDueButtons ? askForDue : undefined}
          onRetry={retry}
        />
      )
    );
  };

  return (
    <>
      <Rows
        onPointerEnter={dragging.open}
        list={list}
        ids={ids}
        between={between}
        kept={focusedIndex}
        drawRow={drawRow}
        onKeyDown={(event) =>
          pressInRow(event, {
            moveBy: move,
            extendBy,
            selectAll,
            selectNothing,
            open: withCurrent(open),
            shift: onShift && ((direction) => withCurrent((task) => shift(task, direction))()),
            shiftless: props.onShiftless,
          })
        }
        onFocus={(event) => {
          const row = event.target.closest<HTMLElement>("[data-index]");
          setFocusedId(tasks[Number(row?.dataset.index)]?.id ?? null);
        }}
      />
      <Suspense>
        {isTouchable && (
          <Swipe list={list} tasks={tasks} isOff={selected.length > 0} onToggle={toggle} onDue={chooseDue} />
        )}
        {(isTouchable || dragging.isOpen) && (
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
            onRest={rest}
          />
        )}
      </Suspense>
      {props.isByDay && (
        <Suspense>
          <Occurrences
            {...props}
            list={list}
            rows={branches}
            section={section}
            today={today}
            locale={locale}
            onBetween={setBetween}
          />
        </Suspense>
      )}
      {(selection.focused ?? selected[0]) && (
        <Suspense>
          <MeantRows
            {...props}
            list={list}
            rows={tasks}
            selected={selected}
            bar={bar}
            commands={commands}
            shift={shift}
            onClear={selectNothing}
          />
        </Suspense>
      )}
      <RowDuePicker ref={duePicker} tasks={tasks} onChoose={(task, day) => moveTo([task], day)} />
    </>
  );
}
