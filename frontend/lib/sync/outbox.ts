/** The changes that the API has not confirmed yet: shown at once, sent in order, kept until they arrive or are refused. */

import type { QueryClient } from "@tanstack/react-query";
import { onSessionEnd } from "../api/client";
import { connection } from "../api/connection";
import { ApiError } from "../api/errors";
import { lastUserId } from "../api/token";
import { type Change, listTasks, perform, type Task } from "./changes";
import { park, unpark } from "./parked-changes";

export type Pending = {
  readonly change: Change;
  readonly taskId: string;
  readonly isSending: boolean;
  /** Whether a try has failed without an answer. */
  readonly wasTried: boolean;
};

export type Refusal = { change: Change; taskId: string; detail: string };

export const TASKS_KEY = ["tasks"];

/**
 * A task made here keeps its first id on the page for as long as the page lives, so that rows, focus and later changes
 * never notice the moment when the API gives it another.
 *
 *     page ids ── add(change) ──> pending ── send, one at a time for each task ──> the list in the query cache
 *                                    └── refused: dropped, and told to `onRefusal`
 */
export class Outbox {
  #pending: readonly Pending[] = [];
  #settled = 0;
  #watchers = new Set<() => void>();
  #serverIds = new Map<string, string>();
  #pageIds = new Map<string, string>();
  #listeners = new Set<(refusal: Refusal) => void>();

  #isListening = false;

  constructor(private readonly queries: QueryClient) {}

  get = () => this.#pending;

  subscribe = (tell: () => void) => {
    this.#watchers.add(tell);
    return () => void this.#watchers.delete(tell);
  };

  onRefusal(tell: (refusal: Refusal) => void) {
    this.#listeners.add(tell);
    return () => void this.#listeners.delete(tell);
  }

  pageId(serverId: string): string {
    return this.#pageIds.get(serverId) ?? serverId;
  }

  #serverId(pageId: string): string {
    return this.#serverIds.get(pageId) ?? pageId;
  }

  /** The list as the API has it. A change confirmed meanwhile may be missing from it: then it is fetched again. */
  async fetchList(): Promise<Task[]> {
    const before = this.#settled;
    const tasks = await listTasks();
    for (const { taskId, change } of unpark(lastUserId())) this.add(taskId, change);
    return before === this.#settled ? tasks : this.fetchList();
  }

  /** Only once there is something to send: the server renders with outboxes too, and must not collect them. */
  #listen() {
    if (this.#isListening) return;
    this.#isListening = true;
    connection.onRetry(() => this.#pump(true));
    onSessionEnd(() => {
      const changes = this.#pending.map(({ taskId, change }) => ({ taskId: this.#serverId(taskId), change }));
      park(lastUserId(), changes);
    });
  }

  add(taskId: string, change: Change) {
    this.#listen();
    if (change.kind === "delete" && this.#withdraw(taskId)) return;
    this.#set([...this.#pending, { taskId, change, isSending: false, wasTried: false }]);
    this.#pump();
  }

  /** Takes a delete back if it has not been sent yet. */
  withdrawDelete(taskId: string): boolean {
    const rest = this.#pending.filter(
      (one) => one.taskId !== taskId || one.change.kind !== "delete" || one.isSending || one.wasTried,
    );
    const isWithdrawn = rest.length < this.#pending.length;
    if (isWithdrawn) this.#set(rest);
    return isWithdrawn;
  }

  /** A task that never left this page needs no deleting over there. */
  #withdraw(taskId: string): boolean {
    const creation = this.#pending.find((one) => one.taskId === taskId && one.change.kind === "create");
    if (!creation || creation.isSending || creation.wasTried) return false;
    this.#set(this.#pending.filter((one) => one.taskId !== taskId));
    return true;
  }

  #set(pending: readonly Pending[]) {
    this.#pending = pending;
    for (const tell of this.#watchers) tell();
  }

  #pump(isRetry = false) {
    if (connection.get() && !isRetry) return;
    for (const [index, one] of this.#pending.entries()) {
      const waits = this.#pending.slice(0, index).some((earlier) => mustPrecede(earlier, one));
      if (!one.isSending && !waits) void this.#send(one);
    }
  }

  async #send(one: Pending) {
    const sending = { ...one, isSending: true };
    this.#replace(one, sending);
    try {
      this.#confirm(sending, await perform(one.change, this.#serverId(one.taskId)));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.isPassing) this.#replace(sending, { ...one, wasTried: true });
      else this.#refuse(sending, error);
    }
    this.#pump();
  }

  #replace(old: Pending, next: Pending) {
    this.#set(this.#pending.map((one) => (one === old ? next : one)));
  }

  #confirm(sent: Pending, task: Task | null) {
    this.#settled += 1;
    if (task && sent.change.kind === "create") {
      this.#serverIds.set(sent.taskId, task.id);
      this.#pageIds.set(task.id, sent.taskId);
    }
    const id = this.#serverId(sent.taskId);
    this.queries.setQueryData<Task[]>(TASKS_KEY, (tasks) => {
      if (!tasks || !task) return tasks?.filter((one) => one.id !== id);
      const isKnown = tasks.some((one) => one.id === id);
      return isKnown ? tasks.map((one) => (one.id === id ? task : one)) : [task, ...tasks];
    });
    this.#set(this.#pending.filter((one) => one !== sent));
  }

  #refuse(sent: Pending, { detail, status }: ApiError) {
    // What was to follow a create that never came to be has nothing to act on.
    const isMoot = (one: Pending) => sent.change.kind === "create" && one.taskId === sent.taskId;
    this.#set(this.#pending.filter((one) => one !== sent && !isMoot(one)));
    // The task is gone: somebody deleted it elsewhere.
    if (status === 404) void this.queries.invalidateQueries({ queryKey: TASKS_KEY });
    for (const tell of this.#listeners) tell({ change: sent.change, taskId: sent.taskId, detail });
  }
}

/** Edits of one task must not overtake each other, and new tasks keep the order in which they were written. */
function mustPrecede(earlier: Pending, later: Pending): boolean {
  return earlier.taskId === later.taskId || (earlier.change.kind === "create" && later.change.kind === "create");
}
