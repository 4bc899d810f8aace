/** What a person does to tasks, together with what is said about it. */
"use client";

import { useEffect, useMemo } from "react";
import { type TaskState, useAnnounce, useRetract, useToast } from "@/components/ui/toast";
import { useUndo } from "@/components/undo/undo";
import { differences, isEmpty, type Placement } from "@/lib/domain/task";
import { aboutTask, type NewTask, type Task, type TaskFields, useTaskActions } from "@/lib/sync/tasks";
import { comingAfter, isRepeating, reachComing } from "@/lib/tasks/coming";
import { type Day, sayDay, sayDayWithin } from "@/lib/tasks/day";
import type { HalfEdited } from "@/lib/tasks/half-written";
import { sayPriority } from "@/lib/tasks/quick-add";
import type { Findable } from "@/lib/tasks/search";
import { useLocale, useToday } from "@/lib/tasks/use-today";

export type TaskCommands = ReturnType<typeof useTaskCommands>;

type Page = {
  tasks: Task[] | undefined;
  /** Whether the list leaves such a task out. */
  hides: (task: Findable) => boolean;
  /** Widens the list, and leads to the newest of such tasks. */
  show: (isMeant: (task: Task) => boolean) => void;
  /** Keeps a row where it is for a moment. */
  linger: (taskId: string) => void;
};

export function useTaskCommands({ tasks, hides, show, linger }: Page) {
  const actions = useTaskActions();
  const announce = useAnnounce();
  const toast = useToast();
  const { record } = useUndo();
  const today = useToday();
  const locale = useLocale();

  // What has been taken back in another way needs no Undo.
  const retract = useRetract();
  useEffect(() => {
    if (tasks)
      retract(
        ({ about }) => about !== undefined && stateOf(tasks.find(({ id }) => id === about.taskId)) !== about.state,
      );
  }, [tasks, retract]);

  return useMemo(() => {
    const offerToShow = (message: string, isMeant: (task: Task) => boolean) =>
      toast({ message, action: { label: "Show", run: () => show(isMeant) } });
    const sayAdded = (message: string, added: readonly NewTask["fields"][]) => {
      // What is added to the open task shows there.
      const hidden = added.findLast((fields) => !fields.parent_id && hides({ completed: false, ...fields }));
      // The newest comes first, so that this title leads to it.
      if (hidden) return offerToShow(message, ({ title }) => title === hidden.title);
      const [fields] = added;
      if (!fields || added.length > 1) return announce(message);
      const due = fields.due_date ? `, due ${sayDay(fields.due_date, today, locale)}` : "";
      const priority = fields.priority ? `, ${sayPriority(fields.priority).toLowerCase()}` : "";
      const tags = fields.tags.length > 0 ? `, tagged ${fields.tags.join(", ")}` : "";
      announce(`${message}${due}${priority}${tags}`);
    };
    const toggle = (task: Task) => {
      const completed = !task.completed;
      const coming = completed ? comingAfter(task) : null;
      const all = actions.completedWith(task, completed);
      const rest = coming === null ? sayRest(all.length - 1) : "";
      const title = `${completed ? "Completed" : "Reopened"}: ${task.title}${rest}`;
      const message = coming ? `${title}. Next: ${sayDayWithin(coming.due_date, today, locale)}` : title;
      for (const { id } of all) linger(id);
      const about = all.map(({ id }) => aboutTask(id));
      const offer = record(title, about, () => actions.complete(task.id, completed));
      // Its box will no longer be there to take it back.
      const isLeaving = hides({ ...task, completed });
      const state: TaskState = { taskId: task.id, state: completed ? "completed" : "open" };
      if (coming !== null) toast({ message, ...offer, givesWay: true });
      else if (completed || isLeaving) toast({ message, ...offer, givesWay: true, about: state });
      else announce(message);
    };
    return {
      isAdded: actions.isCreated,
      /** In this order, and taken back together. Resolves when all of them are kept. */
      add(added: readonly NewTask[]): Promise<void> {
        let kept = Promise.resolve();
        const all = added.map(({ fields }) => fields);
        const message = `Added: ${sayTasks(all)}`;
        record(
          message,
          added.map(({ id }) => aboutTask(id)),
          () => {
            kept = actions.create(added);
          },
        );
        sayAdded(message, all);
        return kept;
      },
      /** Of what is being written: `base` is what it was made of. What is written in one sitting is undone together. */
      write(base: Task, fields: TaskFields, sitting: string) {
        record(`Saved: ${fields.title}`, [aboutTask(base.id)], () => actions.edit(base, fields), sitting);
      },
      moveTask(task: Task, to: Partial<Placement>) {
        record(`Moved: ${task.title}`, [aboutTask(task.id)], () => actions.moveTask(task, to));
      },
      /** Says what has become of a task while it was open, once it is closed. */
      sayEdited(opened: Task, latest: TaskFields) {
        if (isEmpty(differences(opened, latest))) return;
        const message = `Saved: ${latest.title}`;
        if (hides({ ...opened, ...latest })) offerToShow(message, ({ id }) => id === opened.id);
        else announce(message);
      },
      toggle(task: Task): void {
        if (!isRepeating(task)) toggle(task);
        else
          void reachComing().then((again) => {
            if (!again?.isSecondTick(task.id) && !actions.isComing(task.id)) toggle(task);
          });
      },
      /** Those that are due on another day, or on none. */
      moveTo(tasks: readonly Task[], day: Day | null) {
        const moved = tasks.filter((task) => task.due_date !== day);
        if (moved.length === 0) return;
        const message = `${day ? `Moved to ${sayDayWithin(day, today, locale)}` : "Date removed"}: ${sayTasks(moved)}`;
        const offer = record(
          message,
          moved.map(({ id }) => aboutTask(id)),
          () => {
            for (const task of moved) actions.edit(task, { due_date: day });
          },
        );
        toast({ message, ...offer });
      },
      /** What was written, and given up, may have been given up by a slip. */
      offerAgain({ seen, fields }: HalfEdited, edit: (fields: TaskFields) => void) {
        if (isEmpty(differences(seen, fields))) return;
        const message = `Not saved: ${fields.title.trim() || seen.title}`;
        toast({ message, action: { label: "Edit again", run: () => edit(fields) }, seconds: 10 });
      },
      retry: actions.retry,
      linger,
      remove(task: Task) {
        const message = `Deleted: ${task.title}`;
        const offer = record(message, [aboutTask(task.id)], () => actions.remove(task));
        const about: TaskState = { taskId: task.id, state: "deleted" };
        toast({ message, ...offer, seconds: 10, about });
      },
    };
  }, [actions, announce, toast, record, today, locale, hides, show, linger]);
}

export const sayTasks = (tasks: readonly Pick<Task, "title">[]) =>
  tasks.length === 1 ? (tasks[0]?.title ?? "") : `${tasks.length.toLocaleString()} tasks`;

/** What is below a task and changes with it. */
const sayRest = (count: number) => (count === 0 ? "" : `, and ${count.toLocaleString()} below it`);

function stateOf(task: Task | undefined): TaskState["state"] {
  if (!task) return "deleted";
  return task.completed ? "completed" : "open";
}
