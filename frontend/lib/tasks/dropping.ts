/** Where tasks get that are dragged among the rows of a list: from where the pointer is to their places. Pure. */

import type { Family } from "../domain/family";
import type { Placement, Task } from "../domain/task";
import { type Placing, placedAmong, siblingsOf } from "./placing";
import type { Branch } from "./tree";

export type Pointer = {
  /** The row that it is over. */
  index: number;
  /** How far down that row, from 0 to 1. */
  down: number;
  /** By how many levels it is to the right of where it was pressed. */
  levels: number;
};

/** Between two rows, or into the one that the pointer is over. */
export type Spot = {
  isInto: boolean;
  /** What it is in; undefined at the top. */
  parent: Task | undefined;
  /** How many tasks that is below. */
  level: number;
  /** The nearest siblings that are shown. */
  before: Task | undefined;
  after: Task | undefined;
};

/** So much of a row, from above and from below, is for what is to stand beside it. */
const EDGE = 0.25;

/** `dragged` are in the order of their rows, and none of them is below another. Undefined: they cannot go there. */
export function spotAt(
  dragged: readonly Task[],
  { index, down, levels }: Pointer,
  rows: readonly Branch<Task>[],
  family: Family<Task>,
): Spot | undefined {
  const moved = new Set(dragged);
  const isMoved = ({ task }: Branch<Task>) => moved.has(task) || family.above(task).some((one) => moved.has(one));
  const fits = (parent: Task | undefined) => !parent || dragged.every((task) => family.canBeBelow(task, parent));
  const over = rows[index];
  if (!over) return undefined;
  const isOverItself = isMoved(over);
  if (!isOverItself && down > EDGE && down < 1 - EDGE && fits(over.task))
    return { isInto: true, parent: over.task, level: over.level + 1, before: undefined, after: undefined };

  // The gap is between the nearest rows that stay.
  const isBelow = !isOverItself && down >= 0.5;
  const above = nextRow(rows, isBelow ? index : index - 1, -1, (row) => !isMoved(row));
  const below = nextRow(rows, isBelow || isOverItself ? index + 1 : index, 1, (row) => !isMoved(row));
  const deepest = above < 0 ? 0 : levelAt(rows, above) + 1;
  const shallowest = below < rows.length ? levelAt(rows, below) : 0;
  const parentAt = (level: number) => rows[nextRow(rows, above, -1, (row) => row.level === level - 1)]?.task;
  const wanted = levelOf(dragged[0], rows) + levels;
  const level = nearest(wanted, shallowest, deepest, (one) => fits(parentAt(one)));
  if (level === undefined) return undefined;
  const isSibling = (row: Branch<Task>) => row.level < level || (row.level === level && !isMoved(row));
  const sibling = (row: Branch<Task> | undefined) => (row?.level === level ? row.task : undefined);
  return {
    isInto: false,
    parent: parentAt(level),
    level,
    before: sibling(rows[nextRow(rows, above, -1, isSibling)]),
    after: sibling(rows[nextRow(rows, below, 1, isSibling)]),
  };
}

/** The place of each of them there; nothing where they have it already. */
export function placedAt(
  dragged: readonly Task[],
  { parent, before, after }: Spot,
  rows: readonly Task[],
  family: Family<Task>,
): Placing[] {
  const neighbour = before ?? after ?? (parent ? undefined : dragged[0]);
  const siblings = neighbour ? siblingsOf(neighbour, rows) : [...family.childrenOf(parent?.id ?? "")];
  const others = siblings.filter((one) => !dragged.includes(one));
  // Without a neighbour that is shown it is the last one of all, as the keyboard has it.
  const index = before ? others.indexOf(before) + 1 : after ? others.indexOf(after) : others.length;
  const next = others.toSpliced(index, 0, ...dragged);
  if (next.length === siblings.length && next.every((one, place) => one === siblings[place])) return [];
  const placings: Placing[] = [];
  let front = others.slice(0, index);
  for (const task of dragged) {
    const to = whereIn(task, parent, siblings);
    const placing = placedAmong([...front, ...others.slice(index)], front.length, to);
    placings.push(parent ? { ...placing, parent } : placing);
    front = [...front, { ...task, ...placing.to }];
  }
  return placings;
}

/** What stands at the top because its parent is not shown stays part of it. */
function whereIn(task: Task, parent: Task | undefined, siblings: readonly Task[]): Partial<Placement> {
  if (siblings.includes(task)) return {};
  return parent ? { parent_id: parent.id, list_id: parent.list_id } : { parent_id: null };
}

/** From `from` on, the first that is meant, or the end of the rows on that side. */
function nextRow(
  rows: readonly Branch<Task>[],
  from: number,
  step: 1 | -1,
  isMeant: (row: Branch<Task>) => boolean,
): number {
  let index = from;
  for (let row = rows[index]; row && !isMeant(row); row = rows[index]) index += step;
  return index;
}

const levelAt = (rows: readonly Branch<Task>[], index: number) => rows[index]?.level ?? 0;
const levelOf = (task: Task | undefined, rows: readonly Branch<Task>[]) =>
  rows.find((row) => row.task === task)?.level ?? 0;

/** The level that was wanted, or the nearest one that is possible. */
function nearest(wanted: number, least: number, most: number, fits: (level: number) => boolean): number | undefined {
  const start = Math.min(Math.max(wanted, least), most);
  for (let by = 0; by <= most - least; by++)
    for (const level of [start - by, start + by]) if (level >= least && level <= most && fits(level)) return level;
  return undefined;
}

/** By how many places an item goes that is dropped in front of another one of its line, or after it. */
export function stepsTo(from: number, over: number, isAfter: boolean): number {
  const gap = isAfter ? over + 1 : over;
  return gap > from ? gap - 1 - from : gap - from;
}
