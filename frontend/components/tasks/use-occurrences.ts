/** When the tasks that a person sees come again. */
"use client";

import { useDeferredValue, useMemo } from "react";
import { useListFacts } from "@/lib/sync/lists";
import { useShownTasks } from "@/lib/sync/tasks";
import { isRepeating } from "@/lib/tasks/coming";
import type { Day } from "@/lib/tasks/day";
import { type Occurrence, occurrencesOf } from "@/lib/tasks/occurrences";
import { searchTasks } from "@/lib/tasks/search";

export function useOccurrences(query: string, today: Day): Occurrence[] {
  const tasks = useShownTasks();
  const { isArchived } = useListFacts();
  // Typing stays quick while ten thousand are searched.
  const sought = useDeferredValue(query);
  return useMemo(() => {
    // What is in an archived list is out of sight, unless it is searched for.
    const isSeen = ({ list_id }: { list_id: string | null }) => sought.trim() !== "" || !isArchived(list_id);
    const repeating = (tasks ?? []).filter((task) => isRepeating(task) && isSeen(task));
    return occurrencesOf(searchTasks(repeating, sought, tasks), today);
  }, [tasks, isArchived, sought, today]);
}
