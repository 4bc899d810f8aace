/** Where a task gets when somebody moves it by one step. Pure. */

import type { Family } from "../domain/family";
import { between, placeOf } from "../domain/position";
import type { Placement, Task } from "../domain/task";

/** Up and down among its neighbours; into the one above it; out of its parent, to the place after that. */
export type Direction = "up" | "down" | "in" | "out";

export type Placing = {
  to: Partial<Placement>;
  /** The task that it becomes a part of, or stops being a part of. */
  parent?: Task;
  /** Which one of how many it is then. */
  index: number;
  count: number;
};

/**
 * `rows` are those that are shown, in their order by hand. Undefined: it cannot go there.
 */
export function placedBy(
  task: Task,
  direction: Direction,
  rows: readonly Task[],
  family: Family<Task>,
): Placing | undefined {
  const siblings = siblingsOf(task, rows);
  const index = siblings.indexOf(task);
  switch (direction) {
    case "up":
      return index > 0 ? placedAmong(without(siblings, task), index - 1, {}) : undefined;
    case "down":
      return index < siblings.length - 1 ? placedAmong(without(siblings, task), index + 1, {}) : undefined;
    case "in":
      return placedIn(task, siblings[index - 1], family);
    case "out":
      return placedBeside(task, rows, family);
  }
}

function placedIn(task: Task, parent: Task | undefined, family: Family<Task>): Placing | undefined {
  if (!parent || !family.canBeBelow(task, parent)) return undefined;
  const children = family.childrenOf(parent.id);
  return { ...placedAmong(children, children.length, { parent_id: parent.id, list_id: parent.list_id }), parent };
}

function placedBeside(task: Task, rows: readonly Task[], family: Family<Task>): Placing | undefined {
  const parent = family.get(task.parent_id);
  if (!parent) return undefined;
  const around = siblingsOf(parent, rows);
  const { parent_id } = parent;
  return { ...placedAmong(around, around.indexOf(parent) + 1, { parent_id }), parent };
}

/** Between the one that is then before it, and the one that is then after it. */
export function placedAmong(others: readonly Task[], index: number, to: Partial<Placement>): Placing {
  const [before, after] = [others[index - 1], others[index]];
  const position = between(before ? placeOf(before) : null, after ? placeOf(after) : null);
  return { to: { ...to, position }, index, count: others.length + 1 };
}

/** Those that stand on its level below the same task, or at the top, as rows show them. */
export function siblingsOf(task: Task, rows: readonly Task[]): Task[] {
  const ids = new Set(rows.map(({ id }) => id));
  const parentOf = ({ parent_id }: Task) => (parent_id && ids.has(parent_id) ? parent_id : null);
  return rows.filter((row) => parentOf(row) === parentOf(task));
}

/** What decides whether tasks can be moved by hand; the order of some views nobody can choose. */
export type Order = { isSearched: boolean; isFixed: boolean };

/** Why nothing moves where there is no order by hand, and how it would. */
export function sayWhyNot({ isSearched, isFixed }: Order): string {
  if (isSearched) return "Clear the search to move tasks by hand.";
  if (isFixed) return "Tasks are in order of their days here. In their list they can be moved by hand.";
  return "Tasks are sorted here. Choose “My order” under “Sort” to move them by hand.";
}

const without = (tasks: readonly Task[], task: Task) => tasks.filter((one) => one !== task);

/** `way`: into its parent, out of it, or to a place among the same ones. */
export function sayPlacing({ title }: Task, { parent, index, count }: Placing, way?: Direction): string {
  if (way === "in" && parent) return `${title} is part of ${parent.title} now`;
  if (way === "out" && parent) return `${title} is no longer part of ${parent.title}`;
  return `${title}: ${index + 1} of ${count}`;
}
