/** When a task is due, in words; late ones are marked by words and a shape as well as by colour. */

import { reachDuePicker } from "@/components/due/load-due-picker";
import { Icon } from "@/components/ui/icon";
import { cx } from "@/lib/cx";
import type { Task } from "@/lib/sync/tasks";
import { type Day, sayDay, sayDayInFull, sayTime } from "@/lib/tasks/day";
import { isOverdue } from "@/lib/tasks/overdue";

type DueLabelProps = {
  task: Task;
  /** Whether the heading above says the day: then only the time is seen. */
  isDaySaid: boolean;
  today: Day;
  locale: string;
  /** Opens the picker at that button; undefined where a finger would hit what is meant for the task. */
  onAsk?: ((task: Task, button: HTMLElement) => void) | undefined;
};

export function DueLabel({ task, isDaySaid, today, locale, onAsk }: DueLabelProps) {
  if (!task.due_date) return null;
  const time = task.due_time && sayTime(task.due_time, locale);
  const isLate = isOverdue(task, today);
  const isNow = task.due_date === today && !task.completed;
  const className = cx(
    "inline-flex min-w-0 flex-wrap items-center gap-1",
    isLate && "text-danger",
    isNow && "text-accent",
    isDaySaid && !time && "sr-only",
  );
  const words = (
    <>
      <Icon name={isLate ? "triangle-alert" : "calendar-days"} className="size-3.5" />
      <span className={cx(!isLate && "sr-only")}>{isLate ? "Overdue · " : "Due "}</span>
      <time
        dateTime={task.due_time ? `${task.due_date}T${task.due_time}` : task.due_date}
        title={sayDayInFull(task.due_date, locale)}
      >
        <span className={cx(isDaySaid && "sr-only")}>{sayDay(task.due_date, today, locale) + (time ? ", " : "")}</span>
        {time && <span>{time}</span>}
      </time>
    </>
  );
  if (!onAsk) return <span className={className}>{words}</span>;
  return (
    <button
      type="button"
      tabIndex={-1}
      data-due
      aria-haspopup="dialog"
      onPointerEnter={reachDuePicker}
      onFocus={reachDuePicker}
      onClick={(event) => onAsk(task, event.currentTarget)}
      className={cx(className, "-mx-1 min-h-6 cursor-pointer rounded-sm px-1 hover:bg-hover hover:underline")}
    >
      {words}
    </button>
  );
}
