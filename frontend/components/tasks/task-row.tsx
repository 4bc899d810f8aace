/** One task: what it says, and what can be done with it. */
"use client";

import { type ChangeEvent, type ComponentType, lazy, type MouseEvent, memo, Suspense, useId, useRef } from "react";
import { ListLabel } from "@/components/lists/list-label";
import { cx } from "@/lib/cx";
import type { List } from "@/lib/domain/list";
import type { Task } from "@/lib/sync/tasks";
import type { Day } from "@/lib/tasks/day";
import { DueLabel } from "./due-label";
import { RoundCheckbox } from "./round-checkbox";
import { RowActions } from "./row-actions";
import { FoldButton, indentOf, PartOf, Progress } from "./row-family";
import type { RowMarksProps } from "./row-marks";
import { Priority } from "./row-priority";
import { RowTags } from "./row-tags";
import type { RowWordsProps } from "./row-words";
import type { UnsavedProps } from "./unsaved";

const RowMarks = lazy<ComponentType<RowMarksProps>>(() => import("./row-marks").catch(() => ({ default: () => null })));
const RowWords = lazy(() =>
  import("./row-words").catch(() => ({ default: ({ text }: RowWordsProps) => <p>{text}</p> })),
);

// The service worker has it; before there is one, the words alone tell of it.
const Unsaved = lazy<ComponentType<UnsavedProps>>(() =>
  import("./unsaved").catch(() => ({ default: () => "Not synced yet" })),
);

/** Who clicks twice so quickly means one click. */
const DOUBLE_CLICK_MS = 250;

/** Words that somebody has just marked are not to be opened, and a button among them has a meaning of its own. */
function isForButton(event: MouseEvent): boolean {
  return event.target instanceof Element && event.target.closest("button") !== null;
}

const hasMarkedWords = () => window.getSelection()?.isCollapsed === false;

export type TaskRowProps = {
  task: Task;
  /** The list that it is in, where that is to be said. */
  list: List | undefined;
  /** How many tasks it stands below. */
  level: number;
  /** Whether the heading above says the day on which it is due. */
  isDaySaid: boolean;
  /** What it is part of. */
  parentTitle: string | undefined;
  /** Of its own parts. */
  done: number;
  parts: number;
  /** How many rows are below it, or would be. */
  holds: number;
  isFolded: boolean;
  /** Whether it is open beside the list. */
  isOpen: boolean;
  isSelected: boolean;
  isUnsaved: boolean;
  /** Why the API does not take it. */
  refusal: string | undefined;
  /** Whether the tab key leads here; the arrow keys lead on. */
  isTabStop: boolean;
  today: Day;
  locale: string;
  onToggle: (task: Task) => void;
  onEdit: (task: Task) => void;
  /** Hears of a click that is not meant for any button. */
  onPress: (task: Task, event: MouseEvent) => void;
  onRemove: (task: Task) => void;
  onTag: ((tag: string) => void) | undefined;
  /** Asks for another day, at that button of the row. */
  onDue: ((task: Task, button: HTMLElement) => void) | undefined;
  onRetry: (task: Task) => void;
  onFold: (task: Task) => void;
};

export const TaskRow = memo(function TaskRow({
  task,
  list,
  isOpen,
  isSelected,
  isUnsaved,
  refusal,
  today,
  locale,
  ...does
}: TaskRowProps) {
  const { isTabStop, onToggle, onEdit, onPress, onRemove, onTag, onDue, onRetry, onFold } = does;
  const { level, isDaySaid, parentTitle, done, parts, holds, isFolded } = does;
  /** Then a row has nothing more to show of it, but for those who do not see the heading. */
  const isDueSaid = isDaySaid && !task.due_time;
  const id = useId();
  const lastTick = useRef(Number.NEGATIVE_INFINITY);
  const tick = (event: ChangeEvent) => {
    const isSecond = event.timeStamp - lastTick.current < DOUBLE_CLICK_MS;
    lastTick.current = event.timeStamp;
    if (!isSecond) onToggle(task);
  };
  return (
    <div
      aria-current={isOpen || undefined}
      className={cx(
        "group flex min-h-12 flex-wrap items-start gap-1 py-0.5 pr-2 transition-colors",
        indentOf(level),
        isSelected && "shadow-selected forced-colors:outline-2 forced-colors:-outline-offset-2",
        isOpen || isSelected ? "bg-accent-soft" : "has-[input:focus-visible]:bg-hover hover:bg-hover/60",
      )}
    >
      <RoundCheckbox
        id={id}
        checked={task.completed}
        tabIndex={isTabStop ? 0 : -1}
        onChange={tick}
        aria-labelledby={`${id}-title`}
        aria-describedby={task.priority > 0 ? `${id}-priority ${id}-more` : `${id}-more`}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keyboard has Enter, and a button that says so */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
      <div
        // Otherwise the browser marks the words from there to here.
        onMouseDown={(event) => event.shiftKey && event.preventDefault()}
        onClick={(event) => !isForButton(event) && !hasMarkedWords() && onPress(task, event)}
        className="min-w-0 flex-[1_1_min(8rem,50%)] cursor-pointer py-2.5"
      >
        <div className="flex gap-1.5 leading-6">
          {task.priority > 0 && <Priority id={`${id}-priority`} task={task} />}
          <span
            id={`${id}-title`}
            dir="auto"
            className={cx("min-w-0 flex-1 text-left wrap-anywhere", task.completed && "text-muted line-through")}
          >
            {task.title}
          </span>
        </div>
        <div id={`${id}-more`} className="text-sm text-muted">
          {isSelected && <span className="sr-only">Selected</span>}
          {task.description && (
            <Suspense fallback={<p className="invisible leading-5 line-clamp-2">{task.description}</p>}>
              <RowWords text={task.description} />
            </Suspense>
          )}
          {parentTitle && level > 0 && <PartOf title={parentTitle} isBelow />}
          {isDueSaid && <DueLabel task={task} isDaySaid today={today} locale={locale} />}
          {((task.due_date && !isDueSaid) ||
            task.repeat ||
            task.remind_before !== null ||
            list ||
            task.tags.length > 0 ||
            isUnsaved ||
            parts > 0 ||
            (parentTitle && level === 0)) && (
            <div className="flex min-h-6 flex-wrap items-center gap-x-3">
              {parentTitle && level === 0 && <PartOf title={parentTitle} isBelow={false} />}
              {parts > 0 && <Progress done={done} all={parts} />}
              {!isDueSaid && <DueLabel task={task} isDaySaid={isDaySaid} today={today} locale={locale} onAsk={onDue} />}
              {(task.repeat || task.remind_before !== null) && (
                <Suspense>
                  <RowMarks task={task} locale={locale} />
                </Suspense>
              )}
              {list && <ListLabel list={list} />}
              <RowTags tags={task.tags} onTag={onTag} />
              {isUnsaved && (
                <Suspense>
                  <Unsaved refusal={refusal} onRetry={() => onRetry(task)} />
                </Suspense>
              )}
            </div>
          )}
        </div>
      </div>
      <RowActions
        task={task}
        hasDue={task.due_date !== null && !isDueSaid}
        onEdit={onEdit}
        onRemove={onRemove}
        onDue={onDue}
      />
      {holds > 0 && <FoldButton title={task.title} isFolded={isFolded} holds={holds} onFold={() => onFold(task)} />}
    </div>
  );
});
