/** Puts what was dragged to its place, and says where it is then, as the keys do. */
"use client";

import type { useManyCommands } from "@/components/tasks/use-many-commands";
import { sayTasks } from "@/components/tasks/use-task-commands";
import { useAnnounce, useToast } from "@/components/ui/toast";
import type { Family } from "@/lib/domain/family";
import type { Task } from "@/lib/sync/tasks";
import { placedAt, type Spot } from "@/lib/tasks/dropping";
import { sayPlacing } from "@/lib/tasks/placing";
import type { Branch } from "@/lib/tasks/tree";

type Page = {
  rows: readonly Branch<Task>[];
  family: Family<Task>;
  folded: ReadonlySet<string>;
  onFold: (task: Task) => void;
  many: ReturnType<typeof useManyCommands>;
};

export function useDropInOrder({ rows, family, folded, onFold, many }: Page) {
  const announce = useAnnounce();
  const toast = useToast();
  return (tasks: readonly Task[], spot: Spot) => {
    const shown = rows.map(({ task }) => task);
    const placings = placedAt(tasks, spot, shown, family);
    const [task, another] = tasks;
    const [placing] = placings;
    if (!task || !placing) return;
    const places = placings.map(({ to }) => to);
    const offer = many.placeAll(tasks, places);
    // Fingers have no key for undo.
    const say = (message: string) => (isByFinger() ? toast({ message, ...offer }) : announce(message));
    const { parent } = spot;
    if (parent && folded.has(parent.id)) onFold(parent);
    if (another) return say(`Moved: ${sayTasks(tasks)}`);
    const before = family.get(task.parent_id);
    if (placing.to.parent_id === undefined) say(sayPlacing(task, placing));
    else if (parent) say(sayPlacing(task, placing, "in"));
    else if (before) say(sayPlacing(task, { ...placing, parent: before }, "out"));
  };
}

const isByFinger = () => window.matchMedia("(pointer: coarse)").matches;
