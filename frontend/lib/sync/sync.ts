/** One person's tasks in one page: kept in this browser, in step with the API, and with what is pending on top. */

import { connection } from "../api/connection";
import { ApiError } from "../api/errors";
import { apply, type Task, toTask } from "./changes";
import { listen } from "./live";
import { forgetOthers, Local } from "./local";
import { forgetShell, renewShell } from "./offline";
import { type Conflict, isConflict, Outbox, type Pending } from "./outbox";
import { type News, newestFirst, Replica } from "./replica";

/** What a page shows. `tasks` is undefined until there is anything to show, and comes newest first. */
export type View = {
  tasks: Task[] | undefined;
  pending: readonly Pending[];
  conflicts: readonly Conflict[];
  /** Why the API gives no tasks, in its own words. */
  refused: string | undefined;
};

export const NOTHING: View = { tasks: undefined, pending: [], conflicts: [], refused: undefined };

const LEFT_BEHIND = "todo-page-";

export class Sync {
  readonly replica = new Replica(() => this.#changed());
  readonly outbox = new Outbox(this.replica, () => this.#changed());
  #local: Promise<Local | null> | undefined;
  #news: { news: News; state: string }[] = [];
  #refused: string | undefined;
  #view: View | undefined = NOTHING;
  #watchers = new Set<() => void>();

  constructor(private readonly userId: string) {}

  subscribe = (tell: () => void) => {
    this.#watchers.add(tell);
    return () => void this.#watchers.delete(tell);
  };

  get = (): View => {
    this.#view ??= this.#look();
    return this.#view;
  };

  /** Until the returned function is called. */
  start(): () => void {
    const controller = new AbortController();
    void this.#start(controller.signal);
    return () => controller.abort();
  }

  async #start(signal: AbortSignal): Promise<void> {
    this.#local ??= Local.open(this.userId);
    const local = await this.#local;
    await this.replica.load(local);
    if (signal.aborted) return;
    signal.addEventListener("abort", this.outbox.start(local));
    if (local) this.#adopt(local, signal);
    const stop = listen({
      since: () => this.#since(),
      onNews: (news, state) => {
        this.#news.push({ news, state });
        this.#layIn();
      },
      onReset: () => void this.reload(),
    });
    signal.addEventListener("abort", stop);
    void forgetOthers(this.userId).then(
      (isSomebodyElse) => (isSomebodyElse ? renewShell() : undefined),
      () => {},
    );
  }

  /** Asks for everything anew. */
  async reload(): Promise<void> {
    try {
      await this.replica.fetch();
      this.#refused = undefined;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!error.isPassing) this.#refused = error.detail;
      this.#changed();
    }
  }

  /** Leaves nothing of this person in this browser, except, unless told so, what the API has not got yet. */
  async forget({ unsent }: { unsent: boolean }): Promise<void> {
    // What cannot be reached, because another page has forgotten it, has been forgotten.
    await (await this.#local)?.forget({ unsent }).catch(() => {});
    await forgetShell();
  }

  async #since(): Promise<string> {
    if (this.replica.state === undefined) await this.reload();
    if (this.replica.state === undefined) throw new Error("Nothing to go on from.");
    return this.replica.state;
  }

  #layIn() {
    if (this.outbox.isUnclear) return;
    for (const { news, state } of this.#news.splice(0)) this.replica.merge(news, state);
  }

  /** Changes of pages that have been closed are sent by this one. Those of open pages when they close. */
  #adopt(local: Local, signal: AbortSignal) {
    const { page } = this.outbox;
    const asked = new Set([page]);
    // Held until this page is gone. Without locks (outside of HTTPS) nobody can tell whether a page is open.
    const locks = navigator.locks ?? { request: (_: string, run: () => Promise<unknown>) => run() };
    if (navigator.locks) void locks.request(LEFT_BEHIND + page, () => new Promise(() => {}));
    const look = async () => {
      for (const { page: other } of await local.entries()) {
        if (asked.has(other)) continue;
        asked.add(other);
        void locks.request(LEFT_BEHIND + other, async () => {
          const entries = await local.adopt(other, page);
          if (entries.length > 0) this.outbox.adopt(entries);
        });
      }
    };
    const lookAgain = () => void look().catch(() => {});
    lookAgain();
    if (!navigator.locks) return;
    // A page that had nothing at first may have written and gone since.
    signal.addEventListener("abort", connection.onRetry(lookAgain));
    document.addEventListener("visibilitychange", lookAgain, { signal });
  }

  #changed() {
    // While the outbox is being made it has nothing to tell.
    if (this.outbox && this.#news.length > 0) this.#layIn();
    this.outbox?.resume();
    this.#view = undefined;
    for (const tell of this.#watchers) tell();
  }

  #look(): View {
    const pending = this.outbox.get();
    const conflicts = pending.filter(isConflict);
    return { tasks: this.#overlay(pending), pending, conflicts, refused: this.#refused };
  }

  #overlay(pending: readonly Pending[]): Task[] | undefined {
    const { list } = this.replica;
    if (!list && !pending.some(({ change }) => change.kind === "create")) return undefined;
    const shown = new Map<string, Task>();
    // New tasks come first, the newest of them at the top, as the API lists them.
    for (const { taskId, change } of pending.toReversed())
      if (change.kind === "create") shown.set(taskId, toTask(taskId, change));
    for (const task of list ?? []) {
      const id = this.outbox.pageId(task.id);
      shown.set(id, id === task.id ? task : { ...task, id });
    }
    for (const { taskId, change } of pending) {
      const task = change.kind === "restore" ? { ...change.task, id: taskId } : shown.get(taskId);
      const changed = task && apply(task, change);
      if (changed) shown.set(taskId, changed);
      else shown.delete(taskId);
    }
    const tasks = [...shown.values()];
    return pending.some(({ change }) => change.kind === "restore") ? tasks.sort(newestFirst) : tasks;
  }
}
