/** The person's tasks as the API has last told them, and how far that goes in its log of changes. */

import type { Task } from "../domain/task";
import type { Changes } from "./feed";
import type { Position } from "./migrations";
import type { Gone, Rows } from "./store";

/** What was known of a task: as it is, or which version of it went. */
export type Known = Task | Gone | undefined;

const isGone = (known: Known): known is Gone => known !== undefined && !("title" in known);

/**
 * The feed is in order, answers are not. An answer counts if it is newer than what is known; and if the task has gone since
 * it was asked for, the answer is either older than that, or the feed will tell. So a row never comes back by an answer
 * alone, and never goes by one that is about an older version.
 */
export class Replica {
  readonly #rows = new Map<string, Task | Gone>();
  #size = 0;
  /** Shown until they are told anew: their versions may be of a log that is no more. */
  readonly #old = new Set<string>();
  position: Position | undefined;

  get size(): number {
    return this.#size;
  }

  /** Whether all that there is has been told at least once. */
  get isComplete(): boolean {
    return this.position?.loadedTo === null;
  }

  known(id: string): Known {
    return this.#rows.get(id);
  }

  get(id: string): Task | undefined {
    const row = this.#rows.get(id);
    return isGone(row) ? undefined : row;
  }

  all(): Task[] {
    return [...this.#rows.values()].filter((row): row is Task => !isGone(row));
  }

  /** In place of all that was known. */
  load(tasks: Iterable<Task>, position: Position | undefined): void {
    this.#rows.clear();
    this.#old.clear();
    this.#size = 0;
    for (const task of tasks) this.#set(task.id, task);
    this.position = position;
  }

  /** A page of the feed; what it has changed. Of a first load, whatever lies between its first and its last task and is not in it is gone. */
  merge(page: Pick<Changes, "data" | "deleted">, position: Position): Rows {
    const put = page.data.filter((task) => this.#put(task));
    const gone = page.deleted.flatMap(({ id }) => this.#remove(id, this.#versionOf(id)));
    const from = this.position?.loadedTo ?? null;
    if (from !== null) {
      const told = new Set(page.data.map(({ id }) => id));
      const isPassed = (id: string) => id > from && (position.loadedTo === null || id <= position.loadedTo);
      const lost = this.all().filter(({ id }) => isPassed(id) && !told.has(id));
      // What has changed since the load began is not in it: the log, which follows, tells it.
      for (const { id, version } of lost) {
        this.#set(id, undefined);
        gone.push({ id, version });
      }
    }
    this.position = position;
    if (position.token === "") for (const id of this.#rows.keys()) this.#old.add(id);
    return { put, gone };
  }

  /** What the API has answered about a task of which that was known when it was asked. */
  answered(task: Task, asked: Known): Rows {
    const now = this.#rows.get(task.id);
    const hasGone = isGone(now) && now !== asked;
    return { put: !hasGone && task.version > this.#versionOf(task.id) && this.#put(task) ? [task] : [], gone: [] };
  }

  /** The API has answered that this version is gone, or, without one, what was known when it was asked. */
  answeredGone(id: string, asked: Known, version?: number): Rows {
    const now = this.#rows.get(id);
    const isMeant = version === undefined ? now === asked : this.#versionOf(id) <= version;
    return { put: [], gone: isMeant ? this.#remove(id, version ?? this.#versionOf(id)) : [] };
  }

  /** As another page of this browser has found; that one compares. */
  follow({ put, gone }: Rows, position: Position | undefined): void {
    for (const task of put) this.#set(task.id, task);
    for (const one of gone) this.#set(one.id, one);
    this.position = position;
  }

  #versionOf(id: string): number {
    return this.#old.has(id) ? 0 : (this.#rows.get(id)?.version ?? 0);
  }

  #put(task: Task): boolean {
    if (task.version < this.#versionOf(task.id)) return false;
    this.#set(task.id, task);
    return true;
  }

  #remove(id: string, version: number): Gone[] {
    const gone = { id, version };
    const wasHere = this.get(id) !== undefined;
    this.#set(id, gone);
    return wasHere ? [gone] : [];
  }

  #set(id: string, row: Task | Gone | undefined): void {
    this.#old.delete(id);
    const before = this.#rows.get(id);
    this.#size += Number(row !== undefined && !isGone(row)) - Number(before !== undefined && !isGone(before));
    if (row) this.#rows.set(id, row);
    else this.#rows.delete(id);
  }
}
