/** The tasks of a view as the page shows them, and how many they are in words for those who cannot see them. */
"use client";

import { useDeferredValue, useEffect, useEffectEvent, useMemo, useRef } from "react";
import { sayCount } from "@/components/list-states";
import { useAnnounce } from "@/components/ui/toast";
import type { Task } from "@/lib/sync/tasks";
import { onlyThose, searchTasks } from "@/lib/tasks/search";
import { inOrder, isInSight } from "@/views/tasks";
import type { Place } from "@/views/use-address";
import type { Facts } from "@/views/view";

/** Long enough for somebody to have stopped typing. */
const PAUSE_MS = 700;

/** `lingering` names those that stay for a moment though they no longer belong here. */
export function useShown(
  tasks: Task[] | undefined,
  { view, sort, ...place }: Place,
  facts: Facts,
  locale: string,
  lingering: ReadonlySet<string>,
): Task[] | undefined {
  // Typing stays quick while ten thousand are searched.
  const query = useDeferredValue(place.query);
  const inView = useMemo(
    () => tasks?.filter((task) => view.has(task, facts) || lingering.has(task.id)),
    [tasks, view, facts, lingering],
  );
  // Before it is searched, so that no letter sorts anew.
  const sorted = useMemo(
    () => inView && inOrder(inView, { view, sort }, facts, locale),
    [inView, view, sort, facts, locale],
  );
  return useMemo(() => {
    const isSeen = isInSight({ view, query }, facts);
    const inSight = sorted && onlyThose(sorted, (task) => isSeen(task) || lingering.has(task.id));
    return inSight && searchTasks(inSight, query, tasks);
  }, [sorted, view, query, facts, lingering, tasks]);
}

/** Says how many are left after the person has narrowed the list down, not after each change of a task. */
export function useSpokenCount(count: number | undefined, { view, of, query }: Place) {
  const announce = useAnnounce();
  const asked = `${view.path} ${of} ${query}`;
  const before = useRef(asked);
  const say = useEffectEvent(() => count !== undefined && announce(sayCount(count)));
  useEffect(() => {
    if (before.current === asked) return;
    before.current = asked;
    const timer = setTimeout(() => say(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [asked]);
}
