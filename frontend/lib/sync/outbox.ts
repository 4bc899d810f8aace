/** The changes that the API has not confirmed yet: shown at once, sent in order, kept until they arrive or are refused. */

import { connection } from "../api/connection";
import { ApiError } from "../api/errors";
import { newRetryKey } from "../api/retry-key";
import {
  apply,
  type Change,
  type Contestable,
  hasSeen,
  isContestable,
  perform,
  type Task,
  type Theirs,
  uncontested,
  withNewKeys,
} from "./changes";
import type { Entry, Local } from "./local";
import type { Replica } from "./replica";

export type Pending = Entry & {
  readonly isSending: boolean;
  /** Whether a try has ended without an answer. */
  readonly hasFailed: boolean;
  /** The other version, while a person is to choose between the two. */
  readonly theirs: Theirs | null;
  /** Why the API has not taken it, until something is different: the person asks again, or there are fewer tasks. */
  readonly refusal: string | null;
};

/** A change that waits for a person's choice. */
export type Conflict = Pending & { change: Contestable; theirs: Theirs };

export const isConflict = (one: Pending): one is Conflict => one.theirs !== null;

/** What is to be chosen instead of theirs; null: gone. Of a task that was deleted elsewhere, with all that was changed here. */
export function mineOf({ taskId, change, theirs }: Conflict, pending: readonly Pending[]): Task | null {
  if (theirs !== "deleted") return apply(theirs, change);
  const all = pending.filter((one) => one.taskId === taskId);
  return all.reduce<Task | null>((task, one) => task && apply(task, one.change), change.seen);
}

/** What is to be chosen instead of mine, together with what was changed here alone; null: gone. */
export function theirsOf({ change, theirs }: Conflict): Task | null {
  return theirs === "deleted" ? null : { ...theirs, ...uncontested(change, theirs) };
}

/** `isKept`: it waits on, and may yet be taken. */
export type Refusal = { change: Change; taskId: string; detail: string; status: number; isKept: boolean };

/**
 * A task made here keeps its first id on the page for as long as the page lives, so that rows, focus and later changes
 * never notice the moment when the API gives it another.
 *
 *     page ids ── add(change) ──> pending ── kept in this browser ── sent, one at a time for each task ──> the replica
 *                                    ├── refused: told to `onRefusal`, and dropped; without room: kept until there is
 *                                    └── changed or deleted elsewhere too: kept until `resolve` says which version is meant
 */
export class Outbox {
  #pending: readonly Pending[] = [];
  #local: Local | null = null;
  #saving = Promise.resolve();
  #lastOrder = 0;
  #serverIds = new Map<string, string>();
  #pageIds = new Map<string, string>();
  #listeners = new Set<(refusal: Refusal) => void>();
  #unheard: Refusal[] = [];
  /** By task, what a delete has made needless, for as long as the page lives: who takes the delete back wants it again. */
  #withdrawn = new Map<string, readonly Pending[]>();
  /** How many tasks there were at the last look, or when what has been refused since was sent. */
  #lastSize = 0;

  /** Which page this is. */
  readonly page = newRetryKey();

  /** `tell` is called after every change. */
  constructor(
    private readonly replica: Replica,
    private readonly tell: () => void,
  ) {}

  get = () => this.#pending;

  /** Whether they would be there if the page were closed now. */
  get isDurable(): boolean {
    return this.#local !== null;
  }

  onRefusal(tell: (refusal: Refusal) => void) {
    this.#listeners.add(tell);
    // When all that begin to listen together do.
    queueMicrotask(() => this.#tellRefusals());
    return () => void this.#listeners.delete(tell);
  }

  pageId(serverId: string): string {
    return this.#pageIds.get(serverId) ?? serverId;
  }

  serverId(pageId: string): string {
    return this.#serverIds.get(pageId) ?? pageId;
  }

  /** Sends what waits, whenever it may arrive, until the returned function is called. */
  start(local: Local | null): () => void {
    this.#local = local;
    this.#save({ put: this.#pending });
    return connection.onRetry(() => this.#pump(true));
  }

  /** Whether only an answer can tell what has become of a new task: one of those that arrive may be it. */
  get isUnclear(): boolean {
    return this.#pending.some((one) => mayMake(one.change) && (one.isSending || one.triedAt !== null));
  }

  add(taskId: string, change: Change) {
    if (change.kind === "delete") {
      if (this.#isNeedless(taskId)) return this.#withdraw(taskId);
      // Undo is about this one from now on.
      this.#withdrawn.delete(taskId);
    }
    this.#put([this.#enter(taskId, change)]);
  }

  #enter(taskId: string, change: Change): Pending {
    const { page } = this;
    const order = this.#nextOrder();
    return {
      order,
      page,
      taskId,
      change,
      triedAt: null,
      isSending: false,
      hasFailed: false,
      theirs: null,
      refusal: null,
    };
  }

  /** Later than all others of this person: the clock decides between two pages. */
  #nextOrder(): number {
    this.#lastOrder = Math.max(this.#lastOrder + 1, Date.now() * 1000);
    return this.#lastOrder;
  }

  /** What another page has left behind. */
  adopt(entries: Entry[]) {
    const adopted = entries.map((entry) => {
      const taskId = this.pageId(entry.taskId);
      return { ...entry, taskId, isSending: false, hasFailed: true, theirs: null, refusal: null };
    });
    this.#set([...adopted, ...this.#pending].sort((a, b) => a.order - b.order));
    this.#lastOrder = Math.max(this.#lastOrder, ...entries.map(({ order }) => order));
    this.#pump();
  }

  /** Takes a delete back if it has not been carried out; otherwise the task is to be restored. */
  withdrawDelete(taskId: string): boolean {
    if (this.#putBack(taskId)) return true;
    const isDelete = (one: Pending) => one.taskId === taskId && one.change.kind === "delete";
    const conflict = this.#pending.filter(isConflict).find(isDelete);
    if (conflict) this.resolve(conflict, false);
    return conflict !== undefined || this.#drop((one) => isDelete(one) && !one.isSending && one.triedAt === null);
  }

  /** Sends what waits because its task was deleted elsewhere, where it is back by now, or for the room that there now is. */
  resume() {
    const { size } = this.replica;
    const isThereRoom = size < this.#lastSize;
    this.#lastSize = size;
    const isBack = (one: Pending) => one.theirs === "deleted" && this.replica.has(this.serverId(one.taskId));
    this.#sendAgain((one) => isBack(one) || (isThereRoom && one.refusal !== null));
  }

  /** Sends what was refused once more, as the person has asked. */
  retry() {
    this.#sendAgain((one) => one.refusal !== null);
  }

  #sendAgain(isMeant: (one: Pending) => boolean) {
    if (!this.#pending.some(isMeant)) return;
    this.#set(this.#pending.map((one) => (isMeant(one) ? { ...one, theirs: null, refusal: null } : one)));
    this.#pump();
  }

  /** Ends the choice between two versions. */
  resolve(conflict: Conflict, keepsMine: boolean) {
    const { change, theirs } = conflict;
    if (theirs === "deleted") return this.#resolveDeleted(conflict, keepsMine);
    this.replica.merge({ data: [theirs], deleted: [] }, undefined, false);
    if (keepsMine) this.#replace(conflict, { ...conflict, change: { ...change, seen: theirs }, theirs: null });
    else this.#giveIn(conflict, theirs);
    this.#pump();
  }

  /** What was changed here alone goes on. */
  #giveIn(conflict: Conflict, theirs: Task) {
    const { change } = conflict;
    // What was changed after that was changed upon it, and has not seen theirs either.
    for (const later of this.#pending.filter((one) => one.taskId === conflict.taskId && one.order > conflict.order))
      this.#replace(later, withSeenVersion(later, change.seen.version));
    const fields = uncontested(change, theirs);
    if (Object.keys(fields).length === 0)
      this.#drop((one) => one.order === conflict.order && one.page === conflict.page);
    else this.#replace(conflict, { ...conflict, change: { kind: "edit", fields, seen: theirs }, theirs: null });
  }

  /** Of a task that was deleted elsewhere all changes go the same way. */
  #resolveDeleted({ taskId, change }: Conflict, keepsMine: boolean) {
    const isOfTask = (one: Pending) => one.taskId === taskId;
    const changes = this.#pending.filter(isOfTask);
    // Chosen already.
    if (!changes.some(isConflict)) return;
    if (!keepsMine) return void this.#drop(isOfTask);
    const task = { ...change.seen, id: taskId };
    const restore = this.#enter(taskId, { kind: "restore", task, key: newRetryKey(), keyAnew: newRetryKey() });
    const upon = changes.map((one) => ({ ...one, order: this.#nextOrder(), theirs: null }));
    this.#put([restore, ...upon], changes);
  }

  /** Whether a task needs no deleting over there: it never left this page, was not taken, or is gone. */
  #isNeedless(taskId: string): boolean {
    return this.#pending.some((one) => {
      if (one.taskId !== taskId) return false;
      const isUnsent = one.change.kind === "create" && !one.isSending && one.triedAt === null;
      return isUnsent || one.refusal !== null || one.theirs === "deleted";
    });
  }

  #withdraw(taskId: string) {
    const isOfTask = (one: Pending) => one.taskId === taskId;
    const withdrawn = this.#pending.filter((one) => isOfTask(one) && one.change.kind !== "delete");
    this.#withdrawn.set(taskId, withdrawn);
    this.#drop(isOfTask);
    // New tasks may have waited for this one.
    this.#pump();
  }

  #putBack(taskId: string): boolean {
    const withdrawn = this.#withdrawn.get(taskId);
    if (!withdrawn) return false;
    this.#withdrawn.delete(taskId);
    this.#put(withdrawn);
    const conflict = withdrawn.find(isConflict);
    if (conflict) this.resolve(conflict, true);
    return true;
  }

  #put(added: readonly Pending[], replaced: readonly Pending[] = []) {
    const others = this.#pending.filter((one) => !replaced.includes(one));
    this.#set([...others, ...added].sort((a, b) => a.order - b.order));
    this.#save({ put: added, remove: replaced });
    // Kept before it is sent, so that a page that ends in between sends the same request again.
    void this.#saving.then(() => this.#pump());
  }

  #drop(isGone: (one: Pending) => boolean): boolean {
    const gone = this.#pending.filter(isGone);
    if (gone.length === 0) return false;
    this.#set(this.#pending.filter((one) => !isGone(one)));
    this.#save({ remove: gone });
    return true;
  }

  #replace(old: Pending, next: Pending) {
    this.#set(this.#pending.map((one) => (one === old ? next : one)));
    if (next.change !== old.change || next.triedAt !== old.triedAt) this.#save({ put: [next] });
  }

  #set(pending: readonly Pending[]) {
    this.#pending = pending;
    this.tell();
  }

  #save({ put = [], remove = [] }: { put?: readonly Pending[]; remove?: readonly Pending[] }) {
    const entries = put.map(({ order, page, taskId, change, triedAt }) => {
      return { order, page, taskId: this.serverId(taskId), change, triedAt };
    });
    this.#saving = this.#saving
      .then(() => this.#local?.update({ put: entries, remove }))
      .catch(() => {
        this.#local = null;
      });
  }

  #pump(isRetry = false) {
    if (connection.get() && !isRetry) return;
    for (const [index, one] of this.#pending.entries()) {
      const waits = this.#pending.slice(0, index).some((earlier) => mustPrecede(earlier, one));
      if (!one.isSending && !one.theirs && !one.refusal && !waits) void this.#send(one);
    }
  }

  async #send(one: Pending) {
    const sending = { ...one, isSending: true, triedAt: one.triedAt ?? Date.now() };
    this.#replace(one, sending);
    const { size } = this.replica;
    try {
      const isKnown = (id: string) => this.#pageIds.has(id);
      const outcome = await perform(one.change, this.serverId(one.taskId), one.triedAt, isKnown);
      if ("theirs" in outcome) this.#contest(sending, outcome.theirs);
      else this.#confirm(sending, outcome.task, outcome.isGone);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // A fresh token that is refused is no fault of the change.
      if (error.status === 401) connection.failed(error);
      if (error.isPassing || error.status === 401)
        this.#replace(sending, { ...sending, isSending: false, hasFailed: true });
      else this.#refuse(sending, error, size);
    }
    this.#pump();
  }

  #contest(sent: Pending, theirs: Theirs) {
    const { taskId } = sent;
    const isGone = theirs === "deleted";
    if (isGone) this.replica.merge({ data: [], deleted: [{ id: this.serverId(taskId), deleted_at: "" }] });
    this.#replace(sent, { ...sent, isSending: false, theirs });
    const last = this.#pending.findLast((one) => one.taskId === taskId);
    // Both have done the same.
    if (isGone && last?.change.kind === "delete") this.#withdraw(taskId);
  }

  #confirm(sent: Pending, task: Task | null, isGone = false) {
    if (task && task.id !== this.serverId(sent.taskId)) {
      this.#serverIds.set(sent.taskId, task.id);
      this.#pageIds.set(task.id, sent.taskId);
    }
    const rest = this.#pending.filter((one) => one !== sent);
    const rebased = task ? rebase(rest, sent, task) : rest;
    // In one go: a page that ends now must find either the change or what it has led to.
    this.#save({ put: rebased.filter((one) => one.taskId === sent.taskId), remove: [sent] });
    this.#pending = rebased;
    if (task && isGone) this.replica.merge({ data: [], deleted: [{ id: task.id, deleted_at: "" }] });
    else if (task) this.replica.merge({ data: [task], deleted: [] }, undefined, sent.change.kind !== "edit");
    else if (sent.change.kind === "delete") this.replica.remove(this.serverId(sent.taskId), sent.change.seen.version);
  }

  /** `size` is how many tasks there were when it was sent: one may have gone since. */
  #refuse(sent: Pending, { detail, status }: ApiError, size: number) {
    const { change, taskId } = sent;
    // No room, or a fault over there: nothing that could be put right in what was written.
    const isKept = mayMake(change) && (status === 409 || status >= 500);
    if (isKept) {
      this.#lastSize = size;
      // A refusal is final for its key: the next try is another request.
      const next = status === 409 ? withNewKeys(change) : change;
      this.#replace(sent, { ...sent, change: next, isSending: false, triedAt: null, hasFailed: true, refusal: detail });
    } else this.#forgo(sent, status);
    this.#unheard.push({ change, taskId, detail, status, isKept });
    this.#tellRefusals();
  }

  #forgo(sent: Pending, status: number) {
    // What was to follow a create that never came to be has nothing to act on.
    const isMoot = (one: Pending) => sent.change.kind === "create" && one.taskId === sent.taskId;
    this.#drop((one) => one === sent || isMoot(one));
    // The task is gone: somebody deleted it elsewhere.
    if (status === 404) this.replica.merge({ data: [], deleted: [{ id: this.serverId(sent.taskId), deleted_at: "" }] });
  }

  /** Not every page listens: what nobody hears is told to the next that does. */
  #tellRefusals() {
    if (this.#listeners.size === 0) return;
    for (const refusal of this.#unheard.splice(0)) for (const tell of this.#listeners) tell(refusal);
  }
}

/** What may lead to a task with an id that nobody knows before the answer. */
const mayMake = (change: Change) => change.kind === "create" || (change.kind === "restore" && Boolean(change.keyAnew));

/** Edits of one task must not overtake each other, and new tasks keep the order in which they were written. */
function mustPrecede(earlier: Pending, later: Pending): boolean {
  return earlier.taskId === later.taskId || (earlier.change.kind === "create" && later.change.kind === "create");
}

/**
 * Later changes were made to what `sent` has led to, unless somebody else has had a hand in that: another person, or
 * another page of this one, which did not know of `sent`. What such a page has changed otherwise goes with it.
 */
function rebase(pending: readonly Pending[], { taskId, change: sent }: Pending, task: Task): readonly Pending[] {
  const base = sent.kind === "create" ? 0 : sent.kind === "restore" ? sent.task.version : sent.seen.version;
  const isAnew = sent.kind === "restore" && task.version === 1;
  if (!isAnew && task.version !== base + (sent.kind === "restore" ? 2 : 1)) return pending;
  let known = "fields" in sent ? sent.fields : {};
  return pending.map((later) => {
    const { change } = later;
    if (later.taskId !== taskId || !isContestable(change) || change.seen.version !== base) return later;
    if (!hasSeen(change, known)) return later;
    if (change.kind === "edit") known = { ...known, ...change.fields };
    return withSeenVersion(later, task.version);
  });
}

function withSeenVersion(one: Pending, version: number): Pending {
  const { change } = one;
  return isContestable(change) ? { ...one, change: { ...change, seen: { ...change.seen, version } } } : one;
}
