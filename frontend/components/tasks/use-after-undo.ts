/** Where the task page leads after something was undone or done again. */
"use client";

import type { RefObject } from "react";
import { useUndone } from "@/components/undo/undo";
import { type Task, tasksIn } from "@/lib/sync/tasks";
import { home } from "@/views";
import { goTo } from "@/views/go-to";
import type { Place } from "@/views/use-address";
import type { TaskListHandle } from "./use-list-handle";

const loadFollow = () => import("@/components/tags/go-to-tag");

type Page = {
  place: Place;
  tasks: Task[] | undefined;
  /** The task that is open. */
  editing: { seen: Task } | null;
  close: () => void;
  hides: (task: Task) => boolean;
  list: RefObject<TaskListHandle | null>;
  addBox: RefObject<HTMLInputElement | null>;
};

export function useAfterUndo({ place, tasks, editing, close, hides, list, addBox }: Page): void {
  const { view, of } = place;
  useUndone((done) => {
    // Of what is gone there is nothing to see.
    if (done.some(({ itemId, after }) => itemId === of && !after)) goTo(home.path);
    if (editing && done.some(({ itemId, after }) => itemId === editing.seen.id && !after)) close();
    if (view.param === "name")
      void loadFollow().then(
        ({ followSteps }) => followSteps(of, done, tasks ?? []),
        () => {},
      );
    const [task, another] = tasksIn(done);
    if (!task || another || hides(task) || document.activeElement?.closest("[data-pane]")) return;
    if (list.current) list.current.focus(task.id);
    else addBox.current?.focus();
  });
}
