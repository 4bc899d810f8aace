/** When a task is due, in words; late ones are marked by words and a shape as well as by colour. */

import { CalendarDays, TriangleAlert } from "lucide-react";
import { cx } from "@/lib/cx";
import type { Task } from "@/lib/sync/tasks";
import { type Day, sayDay, sayDayInFull } from "@/lib/tasks/day";
import { isOverdue } from "@/lib/tasks/overdue";

export function DueLabel({ task, today, locale }: { task: Task; today: Day; locale: string }) {
  if (!task.due_date) return null;
  const isLate = isOverdue(task, today);
  const isNow = task.due_date === today && !task.completed;
  const Icon = isLate ? TriangleAlert : CalendarDays;
  return (
    <span
      className={cx(
        "inline-flex min-w-0 flex-wrap items-center gap-1",
        isLate && "text-danger",
        isNow && "text-accent",
      )}
    >
      <Icon aria-hidden className="size-3.5" />
      <span className={cx(!isLate && "sr-only")}>{isLate ? "Overdue · " : "Due "}</span>
      <time dateTime={task.due_date} title={sayDayInFull(task.due_date, locale)}>
        {sayDay(task.due_date, today, locale)}
      </time>
    </span>
  );
}
