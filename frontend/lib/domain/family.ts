/** Tasks that are parts of others: what is below what, and what goes with it. Pure. */

import { inPlace } from "./position";

/** As the API has it. */
export const MOST_LEVELS = 5;

type Member = { id: string; parent_id: string | null; position: string; created_at: string };
type Completable = Member & { completed: boolean; completed_at: string | null };

const families = new WeakMap<readonly Member[], Family<never>>();

/** Once for all who ask about the same tasks. */
export function familyOf<One extends Member>(tasks: readonly One[]): Family<One> {
  const known = families.get(tasks) as Family<One> | undefined;
  const family = known ?? new Family(tasks);
  families.set(tasks, family as Family<never>);
  return family;
}

export class Family<One extends Member> {
  /** Only for those who ask: most tasks are part of none. */
  #byId: ReadonlyMap<string, One> | undefined;
  readonly #children = new Map<string, One[]>();

  constructor(private readonly tasks: readonly One[]) {
    for (const task of tasks) {
      if (!task.parent_id || !this.get(task.parent_id)) continue;
      const siblings = this.#children.get(task.parent_id);
      if (siblings) siblings.push(task);
      else this.#children.set(task.parent_id, [task]);
    }
    for (const siblings of this.#children.values()) siblings.sort(inPlace);
  }

  /** Whether no task is part of another. */
  get isFlat(): boolean {
    return this.#children.size === 0;
  }

  get(id: string | null | undefined): One | undefined {
    if (!id) return undefined;
    this.#byId ??= new Map(this.tasks.map((task) => [task.id, task]));
    return this.#byId.get(id);
  }

  /** In their order. */
  childrenOf(id: string): readonly One[] {
    return this.#children.get(id) ?? NONE;
  }

  /** From its parent up. What two devices have put below each other stands at the top, until the API has decided. */
  above(task: One): One[] {
    const found: One[] = [];
    let next = this.get(task.parent_id);
    while (next && next.id !== task.id && !found.includes(next) && found.length <= MOST_LEVELS) {
      found.push(next);
      next = this.get(next.parent_id);
    }
    return found;
  }

  /** Without those that are below another one of them. */
  topsOf(tasks: readonly One[]): One[] {
    const ids = new Set(tasks.map(({ id }) => id));
    return tasks.filter((task) => !this.above(task).some(({ id }) => ids.has(id)));
  }

  /** From its children down, each before what is below it. */
  below(id: string, level = 1): One[] {
    if (level > MOST_LEVELS) return [];
    return this.childrenOf(id).flatMap((child) => [child, ...this.below(child.id, level + 1)]);
  }

  /** How many levels there are from the task down, itself being one. */
  levelsFrom(id: string, level = 1): number {
    const below = level > MOST_LEVELS ? [] : this.childrenOf(id).map((child) => this.levelsFrom(child.id, level + 1));
    return 1 + Math.max(0, ...below);
  }

  /** Whether the task can be below that one: no deeper than there are levels, and not below itself. */
  canBeBelow(task: One, parent: One): boolean {
    const line = [parent, ...this.above(parent)];
    return !line.includes(task) && line.length + this.levelsFrom(task.id) <= MOST_LEVELS;
  }
}

const NONE: readonly never[] = [];

type Listed = Member & { list_id: string | null };

const listed = new WeakMap<readonly Listed[], readonly Listed[]>();

/** Each in the list of what it is part of: where that is moved, the API moves all that is below. */
export function inListsOfParents<One extends Listed>(tasks: readonly One[]): readonly One[] {
  const family = familyOf(tasks);
  if (family.isFlat) return tasks;
  const known = listed.get(tasks) as readonly One[] | undefined;
  const moved = known ?? tasks.map((task) => inListOf(task, family.above(task).at(-1)));
  listed.set(tasks, moved);
  return moved;
}

const inListOf = <One extends Listed>(task: One, top: One | undefined): One =>
  !top || top.list_id === task.list_id ? task : { ...task, list_id: top.list_id };

/**
 * What is completed or opened with a task, the lowest first: completing takes what is open below it, opening brings back
 * what was completed by the same command, and nothing else.
 */
export function changingWith<One extends Completable>(family: Family<One>, task: One, completed: boolean): One[] {
  const isMeant = (one: One) => (completed ? !one.completed : one.completed && one.completed_at === task.completed_at);
  return family.below(task.id).filter(isMeant).reverse();
}

/** Of the tasks directly below, how many there are and how many are done. */
export function progressOf<One extends Completable>(family: Family<One>, id: string): { done: number; all: number } {
  const children = family.childrenOf(id);
  return { done: children.filter(({ completed }) => completed).length, all: children.length };
}
