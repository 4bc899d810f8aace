/** What a person does to many tasks at once. It is fetched with the first selection. */
"use client";

import { useMemo } from "react";
import { useAnnounce, useToast } from "@/components/ui/toast";
import { useUndo } from "@/components/undo/undo";
import type { List } from "@/lib/domain/list";
import type { Placement } from "@/lib/domain/task";
import { aboutTask, type Task, useTaskActions } from "@/lib/sync/tasks";
import { isRepeating, reachComing } from "@/lib/tasks/coming";
import { faultIn } from "@/lib/tasks/limits";
import { isSameTag } from "@/lib/tasks/quick-add";
import { sayTasks, type TaskCommands } from "./use-task-commands";

export function useManyCommands({ linger }: TaskCommands) {
  const actions = useTaskActions();
  const announce = useAnnounce();
  const toast = useToast();
  const { record } = useUndo();
  return useMemo(
    () => ({
      /** Opens all if all are completed. */
      async toggleAll(tasks: readonly Task[]) {
        if (tasks.some(isRepeating)) await reachComing();
        const completed = tasks.some((task) => !task.completed);
        const others = tasks.filter((task) => task.completed !== completed);
        // What is below one of them is completed with it, and is open again where that comes again.
        const turned = completed ? actions.topsOf(others) : others;
        const all = new Map(
          turned.flatMap((task) => actions.completedWith(task, completed)).map((one) => [one.id, one]),
        );
        for (const id of all.keys()) linger(id);
        const message = `${completed ? "Completed" : "Reopened"}: ${sayTasks([...all.values()])}`;
        const offer = record(message, [...all.keys()].map(aboutTask), () => {
          for (const task of turned) actions.complete(task.id, completed);
        });
        toast({ message, ...offer });
      },
      removeAll(tasks: readonly Task[]) {
        // What is below another one goes, and comes back, with it.
        const tops = actions.topsOf(tasks);
        const message = `Deleted: ${sayTasks(tasks)}`;
        const offer = record(
          message,
          tops.map(({ id }) => aboutTask(id)),
          () => {
            for (const task of tops) actions.remove(task);
          },
        );
        toast({ message, ...offer, seconds: 10 });
      },
      /** Null is the Inbox. */
      moveToList(tasks: readonly Task[], list: List | null) {
        const moved = actions.topsOf(tasks).filter((task) => task.list_id !== (list?.id ?? null));
        if (moved.length === 0) return;
        const message = `Moved to ${list?.name ?? "the Inbox"}: ${sayTasks(tasks)}`;
        const offer = record(
          message,
          moved.map(({ id }) => aboutTask(id)),
          () => {
            for (const task of moved) actions.moveTask(task, { list_id: list?.id ?? null });
          },
        );
        toast({ message, ...offer });
      },
      /** To the places that somebody has dragged them to, `to` naming one for each. Returns how it is undone. */
      placeAll(tasks: readonly Task[], to: readonly Partial<Placement>[]) {
        const about = tasks.map(({ id }) => aboutTask(id));
        return record(`Moved: ${sayTasks(tasks)}`, about, () => {
          for (const [index, task] of tasks.entries()) actions.moveTask(task, to[index] ?? {});
        });
      },
      tagAll(tasks: readonly Task[], tag: string) {
        const tagged = tasks.map((task) => ({ task, tags: [...task.tags, tag] }));
        // Who has it already keeps it, and who has no room for it is left as it is.
        const changed = tagged.filter(
          ({ task, tags }) => !task.tags.some((one) => isSameTag(one, tag)) && !faultIn({ tags }),
        );
        if (changed.length === 0) return announce(`Nothing has changed: ${tag}`);
        const message = `Tagged ${tag}: ${sayTasks(changed.map(({ task }) => task))}`;
        const offer = record(
          message,
          changed.map(({ task }) => aboutTask(task.id)),
          () => {
            for (const { task, tags } of changed) actions.edit(task, { tags });
          },
        );
        toast({ message, ...offer });
      },
    }),
    [actions, announce, toast, record, linger],
  );
}
