/** Completes the task of a reminder, says what has come of it, and offers to take it back. */
"use client";

import { useToast } from "@/components/ui/toast";
import { useUndo } from "@/components/undo/undo";
import { closeShown } from "@/lib/push/device";
import { aboutTask, type Task, useTaskActions } from "@/lib/sync/tasks";
import { comingAfter, isRepeating, reachComing } from "@/lib/tasks/coming";
import { sayDayWithin } from "@/lib/tasks/day";
import { useLocale, useToday } from "@/lib/tasks/use-today";
import { useSteady } from "@/lib/use-steady";

export function useDone(): (task: Task) => void {
  const actions = useTaskActions();
  const { record } = useUndo();
  const toast = useToast();
  const today = useToday();
  const locale = useLocale();
  const complete = (task: Task) => {
    const coming = comingAfter(task);
    const title = `Completed: ${task.title}`;
    const message = coming ? `${title}. Next: ${sayDayWithin(coming.due_date, today, locale)}` : title;
    const about = actions.completedWith(task, true).map(({ id }) => aboutTask(id));
    toast({ message, ...record(title, about, () => actions.complete(task.id, true)), givesWay: true });
    void closeShown((taskId) => taskId === task.id);
  };
  return useSteady((task: Task) => {
    if (!isRepeating(task)) complete(task);
    else
      void reachComing().then((again) => {
        if (!again?.isSecondTick(task.id) && !actions.isComing(task.id)) complete(task);
      });
  });
}
