/** Tasks below the tasks that they are part of, as the rows of a list show them. Pure. */

import { MOST_LEVELS } from "../domain/family";

type Member = { id: string; parent_id: string | null };

/** `level` is 0 at the top; `holds` is how many rows are below it, also where they are folded away. */
export type Branch<One> = { task: One; level: number; holds: number };

/** `tasks` are in order, and so is what is below each. Whose parent is not among them is at the top. */
export function treeOf<One extends Member>(tasks: readonly One[], folded: ReadonlySet<string>): Branch<One>[] {
  if (!tasks.some(({ parent_id }) => parent_id)) return tasks.map((task) => ({ task, level: 0, holds: 0 }));
  const there = new Set(tasks.map(({ id }) => id));
  const children = new Map<string, One[]>();
  const tops: One[] = [];
  for (const task of tasks) {
    const { parent_id } = task;
    if (!parent_id || !there.has(parent_id)) tops.push(task);
    else children.set(parent_id, [...(children.get(parent_id) ?? []), task]);
  }
  const walked = new Set<string>();
  const walk = (task: One, level: number): Branch<One>[] => {
    walked.add(task.id);
    const inside = level < MOST_LEVELS ? (children.get(task.id) ?? []).filter(({ id }) => !walked.has(id)) : [];
    const below = inside.map((child) => walk(child, level + 1));
    const holds = below.reduce((sum, [child]) => sum + 1 + (child?.holds ?? 0), 0);
    return [{ task, level, holds }, ...(folded.has(task.id) ? [] : below.flat())];
  };
  const branches = tops.flatMap((task) => walk(task, 0));
  // What two devices have put below each other, until the API has decided.
  return [...branches, ...tasks.filter(({ id }) => !walked.has(id)).map((task) => ({ task, level: 0, holds: 0 }))];
}
