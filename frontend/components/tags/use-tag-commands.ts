/** What a person does to a tag, and so to all tasks that have it, also to those that are completed. */
"use client";

import { useMemo } from "react";
import { sayTasks } from "@/components/tasks/use-task-commands";
import { useAnnounce, useToast } from "@/components/ui/toast";
import { useUndo } from "@/components/undo/undo";
import { aboutTask, type Task, useTaskActions } from "@/lib/sync/tasks";
import { hasTag } from "@/lib/tasks/quick-add";
import { otherTag, retagged } from "@/lib/tasks/retag";
import { followTag } from "./go-to-tag";

export function useTagCommands(tasks: readonly Task[]) {
  const actions = useTaskActions();
  const announce = useAnnounce();
  const toast = useToast();
  const { record } = useUndo();
  return useMemo(() => {
    const retag = (tag: string, name: string | null, said: string) => {
      const tagged = tasks.filter((task) => hasTag(task.tags, tag));
      const changed = tagged.map((task) => ({ task, tags: retagged(task.tags, tag, name) }));
      if (changed.length === 0) return announce(`Nothing has changed: #${tag}`);
      const message = `${said}: ${sayTasks(tagged)}`;
      const offer = record(
        message,
        tagged.map(({ id }) => aboutTask(id)),
        () => {
          for (const { task, tags } of changed) actions.edit(task, { tags });
        },
      );
      followTag(tag, name);
      toast({ message, ...offer, seconds: 10 });
    };
    return {
      /** Two that have one name become one, as the other one is written. */
      rename(tag: string, name: string) {
        const other = otherTag(tasks, tag, name);
        if (other) retag(tag, other, `Merged #${tag} into #${other}`);
        else if (name !== tag) retag(tag, name, `Renamed #${tag} to #${name}`);
      },
      remove: (tag: string) => retag(tag, null, `Removed #${tag}`),
    };
  }, [tasks, actions, announce, toast, record]);
}
