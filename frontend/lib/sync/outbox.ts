/** The commands that the API has not confirmed yet, in their order, and the tasks as a page shows them: rows with those on top. */

import { compare } from "../compare";
import type { Task } from "../domain/task";
import { apply, isOver, type Pending } from "./command";
import type { Replica } from "./replica";

/** `rank`: new tasks come first, the newest of them at the top; null once the API has dated them. */
type Shown = { task: Task; rank: number | null };

export class Outbox {
  readonly #byId = new Map<string, Pending>();
  readonly #byTask = new Map<string, Pending[]>();
  #pending: readonly Pending[] | undefined;
  readonly #shown = new Map<string, Shown>();
  #sorted: Shown[] = [];
  #tasks: Task[] = [];
  /** Tasks to be looked at again before anything is shown. */
  readonly #stale = new Set<string>();

  constructor(private readonly replica: Replica) {}

  get(id: string): Pending | undefined {
    return this.#byId.get(id);
  }

  /** In order, without those that are over. */
  get pending(): readonly Pending[] {
    this.#pending ??= [...this.#byId.values()].filter((one) => !isOver(one)).sort(inOrder);
    return this.#pending;
  }

  get over(): Pending[] {
    return [...this.#byId.values()].filter(isOver);
  }

  /** Of one task, in order, without those that are over. */
  of(taskId: string): readonly Pending[] {
    return (this.#byTask.get(taskId) ?? []).filter((one) => !isOver(one));
  }

  put(one: Pending): void {
    const known = this.#byId.get(one.id);
    if (known) this.#forget(known);
    this.#byId.set(one.id, one);
    const ofTask = [...(this.#byTask.get(one.taskId) ?? []), one].sort(inOrder);
    this.#byTask.set(one.taskId, ofTask);
    this.#touch(one.taskId);
  }

  drop(id: string): void {
    const known = this.#byId.get(id);
    if (!known) return;
    this.#byId.delete(id);
    this.#forget(known);
    this.#touch(known.taskId);
  }

  #forget({ id, taskId }: Pending): void {
    const rest = (this.#byTask.get(taskId) ?? []).filter((one) => one.id !== id);
    if (rest.length > 0) this.#byTask.set(taskId, rest);
    else this.#byTask.delete(taskId);
    this.#stale.add(taskId);
  }

  #touch(taskId: string): void {
    this.#pending = undefined;
    this.#stale.add(taskId);
  }

  /** Its row has changed. */
  changed(taskId: string): void {
    this.#stale.add(taskId);
  }

  /** All rows have. */
  changedAll(): void {
    for (const id of this.#shown.keys()) this.#stale.add(id);
    for (const { id } of this.replica.all()) this.#stale.add(id);
  }

  /** The task as the page shows it. */
  shown(taskId: string): Task | undefined {
    return this.#look(taskId)?.task;
  }

  /** Newest first. Only what has changed is looked at again. */
  get tasks(): Task[] {
    if (this.#stale.size === 0) return this.#tasks;
    const added: Shown[] = [];
    let isMoved = false;
    for (const id of this.#stale) {
      const before = this.#shown.get(id);
      const after = this.#look(id);
      if (!before && !after) continue;
      if (before && after && before.rank === after.rank && before.task.created_at === after.task.created_at) {
        before.task = after.task;
        continue;
      }
      isMoved = true;
      this.#shown.delete(id);
      if (!after) continue;
      this.#shown.set(id, after);
      added.push(after);
    }
    this.#stale.clear();
    // Nearly in order already, which makes it quick.
    if (isMoved)
      this.#sorted = [...added, ...this.#sorted.filter((one) => this.#shown.get(one.task.id) === one)].sort(
        newestFirst,
      );
    this.#tasks = this.#sorted.map(({ task }) => task);
    return this.#tasks;
  }

  #look(taskId: string): Shown | undefined {
    const commands = this.of(taskId);
    const row: Task | null = this.replica.get(taskId) ?? null;
    const task = commands.reduce<Task | null>((before, { change }) => apply(before, taskId, change), row);
    if (!task) return undefined;
    const isNew = !row && commands[0]?.change.kind === "create";
    return { task, rank: isNew ? (commands[0]?.order ?? Number.MAX_SAFE_INTEGER) : null };
  }
}

/** What has no number yet came last. */
const inOrder = (a: Pending, b: Pending) => (a.order ?? Number.MAX_SAFE_INTEGER) - (b.order ?? Number.MAX_SAFE_INTEGER);

/** As the API lists them, after what is new. */
function newestFirst(a: Shown, b: Shown): number {
  if (a.rank !== b.rank) return (b.rank ?? -1) - (a.rank ?? -1);
  return compare(b.task.created_at, a.task.created_at) || compare(b.task.id, a.task.id);
}
