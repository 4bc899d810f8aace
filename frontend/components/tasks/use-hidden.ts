/** What the view or the search leaves out: whether they do, and the way to it. */
"use client";

import { type RefObject, useEffect, useSyncExternalStore } from "react";
import type { Task } from "@/lib/sync/tasks";
import { type Findable, searchTasks } from "@/lib/tasks/search";
import { useSteady } from "@/lib/use-steady";
import { isIn, viewFor } from "@/views/tasks";
import type { Place } from "@/views/use-address";
import type { Facts } from "@/views/view";
import { type IsMeant, wantedTask } from "@/views/wanted-task";
import type { TaskListHandle } from "./use-list-handle";

type Page = {
  tasks: Task[] | undefined;
  shown: Task[] | undefined;
  place: Place;
  facts: Facts;
  list: RefObject<TaskListHandle | null>;
  /** Shows the row of a task that is folded away. */
  reveal: (task: Task) => void;
};

export function useHidden(page: Page) {
  const { tasks, shown, place, facts, list, reveal } = page;
  const wanted = useSyncExternalStore(wantedTask.subscribe, wantedTask.get, () => null);

  // Once the list has widened.
  useEffect(() => {
    const task = wanted && tasks?.find(wanted);
    if (!task || !shown?.some(({ id }) => id === task.id)) return;
    reveal(task);
    list.current?.focus(task.id);
    wantedTask.set(null);
  }, [wanted, tasks, shown, list, reveal]);

  const hides = useSteady((task: Findable) => {
    return !isIn(place, facts)(task) || searchTasks([task], place.query, tasks).length === 0;
  });
  const show = useSteady((isMeant: IsMeant) => {
    place.showAll("", viewFor(tasks?.find(isMeant), facts));
    wantedTask.set(isMeant);
  });
  return { hides, show };
}
