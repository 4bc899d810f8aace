/** The person's tasks as the API has last told them, and how far that goes in its log of changes. */

import { call } from "../api/client";
import type { components } from "../api/schema";
import { compare } from "../compare";
import type { Task } from "./changes";
import type { Local } from "./local";

export type News = Pick<components["schemas"]["Changes"], "data" | "deleted">;

export class Replica {
  #tasks = new Map<string, Task>();
  /** Of tasks deleted from here, the first version that would count again: whatever is older comes too late. */
  #deleted = new Map<string, number>();
  #merges = 0;
  #list: Task[] | undefined;
  #state: string | undefined;
  #local: Local | null = null;

  /** `tell` is called after every change. */
  constructor(private readonly tell: () => void) {}

  /** Newest first; undefined before the first answer. */
  get list(): Task[] | undefined {
    if (this.#state !== undefined) this.#list ??= [...this.#tasks.values()].sort(newestFirst);
    return this.#list;
  }

  get state(): string | undefined {
    return this.#state;
  }

  get size(): number {
    return this.#tasks.size;
  }

  has(id: string): boolean {
    return this.#tasks.has(id);
  }

  /** Begins with what this browser has kept. */
  async load(local: Local | null): Promise<void> {
    this.#local = local;
    const kept = await local?.snapshot().catch(() => null);
    if (!kept || this.#state !== undefined) return;
    this.#set(kept.tasks, kept.state);
  }

  /** Asks for everything. Raises `ApiError`. */
  async fetch(): Promise<void> {
    const before = this.#merges;
    const { data, next } = await call((api) => api.GET("/api/tasks/changes"));
    // What was confirmed meanwhile may be missing.
    if (before !== this.#merges) return this.fetch();
    this.#set(data, next);
    this.#keep({ tasks: data, deleted: [], state: next }, true);
  }

  #set(tasks: Task[], state: string) {
    this.#tasks = new Map(tasks.map((task) => [task.id, task]));
    this.#state = state;
    this.#changed();
  }

  /**
   * Lays in what has changed, up to `state`; without one, what an answer has told between two states. An answer that does
   * not say that a task is back may be older than the news that it is gone.
   */
  merge({ data, deleted }: News, state?: string, saysItIsBack = true): void {
    this.#merges += 1;
    const isGone = ({ id }: Task) => !saysItIsBack && this.#state !== undefined && !this.#tasks.has(id);
    const tasks = data.filter((task) => task.version >= this.#newestVersion(task.id) && !isGone(task));
    for (const task of tasks) this.#tasks.set(task.id, task);
    for (const { id } of deleted) this.#tasks.delete(id);
    this.#state = state ?? this.#state;
    this.#keep({ tasks, deleted: deleted.map(({ id }) => id), state });
    this.#changed();
  }

  /** This version of it was deleted from here. */
  remove(id: string, version: number): void {
    this.#deleted.set(id, version + 2); // one more in the trash, and another when it comes back
    this.merge({ data: [], deleted: [{ id, deleted_at: "" }] });
  }

  #newestVersion(id: string): number {
    return Math.max(this.#tasks.get(id)?.version ?? 0, this.#deleted.get(id) ?? 0);
  }

  #keep(news: Parameters<Local["keep"]>[0], replaces = false) {
    // What is not kept is asked for again.
    this.#local?.keep(news, replaces).catch(() => {});
  }

  #changed() {
    this.#list = undefined;
    this.tell();
  }
}

/** As the API lists them. */
export function newestFirst(a: Task, b: Task): number {
  return compare(b.created_at, a.created_at) || compare(b.id, a.id);
}
