/** Sends what waits, and takes out what has arrived or was refused. */

import { ApiError, isRefusal } from "../api/errors";
import { createTaskApi, type Operation, type TaskApi } from "../api/tasks";
import { type Editable, isEmpty, type Task } from "../domain/task";
import { apply, type Change, type Conflict, commandOf, isConflict, type Pending, type Theirs } from "./command";
import { uncontested, withoutRefused } from "./conflict";
import type { Desk } from "./leader";
import { type Outcome, Reconciler, rebase } from "./reconcile";
import type { Known } from "./replica";
import { type Job, MOST_REQUESTS, plan } from "./scheduler";
import type { Rows } from "./store";

/** Nobody tells of a failure of this page itself. */
const asApiError = (error: unknown) =>
  error instanceof ApiError ? error : new ApiError("The answer of the server cannot be read", 0);

export class Sender {
  #requests = 0;
  #isStopped = false;
  #isPumping = false;
  #waking: ReturnType<typeof setTimeout> | undefined;
  /** What has failed goes again when the connection is tried again, and otherwise not at once. */
  readonly #notBefore = new Map<string, number>();
  /** By task, what a deletion has made needless: whoever takes that back wants it again. */
  readonly #withdrawn = new Map<string, Change[]>();
  /** How many tasks there were at the last look, or when what has been refused since was sent. */
  #lastSize = 0;
  readonly #api: TaskApi;
  readonly #reconciler: Reconciler;
  #leaveConnection = () => {};

  constructor(private readonly desk: Desk) {
    const { replica, outbox } = desk;
    this.#api = createTaskApi(desk.call);
    this.#lastSize = replica.size;
    this.#reconciler = new Reconciler(this.#api, replica, async (one, sentVersion) => {
      const now = outbox.get(one.id);
      if (!now || now.sentVersion === sentVersion) return;
      this.#put({ ...now, sentVersion });
      await desk.settled();
    });
  }

  start(): void {
    const { connection } = this.desk;
    this.#leaveConnection = connection.onRetry(() => this.#pump(connection.get() !== null));
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#waking);
    this.#leaveConnection();
  }

  /** Sends what may go, after everything else of this moment. */
  pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    queueMicrotask(() => {
      this.#isPumping = false;
      this.#pump(false);
    });
  }

  #pump(isRetry: boolean): void {
    if (this.#isStopped) return;
    this.#coalesce();
    this.#resume();
    if (this.desk.connection.isWaiting() && !isRetry) return;
    const now = performance.now();
    const isDue = ({ id, order }: Pending) =>
      (order !== null || this.desk.sendsUnkept()) && (isRetry || (this.#notBefore.get(id) ?? 0) <= now);
    for (const job of plan(this.desk.outbox.pending, MOST_REQUESTS - this.#requests, isDue)) void this.#run(job);
    this.#wakeLater(now);
  }

  #wakeLater(now: number): void {
    clearTimeout(this.#waking);
    const moments = [...this.#notBefore.values()].filter((moment) => moment > now);
    if (moments.length > 0) this.#waking = setTimeout(() => this.#pump(false), Math.min(...moments) - now);
  }

  async #run(job: Job): Promise<void> {
    this.#requests += 1;
    const sending = job.map((one) => ({ ...one, isSending: true, wasTried: true }));
    this.desk.commit({ put: sending });
    try {
      // Kept before it is sent, so that a page that ends in between sends the same request again.
      await this.desk.settled();
      const [first] = job;
      if (job.length > 1) await this.#sendAll(job);
      else if (first) await this.#send(first);
    } finally {
      this.#requests -= 1;
      this.pump();
    }
  }

  async #send(one: Pending): Promise<void> {
    const { size } = this.desk.replica;
    try {
      const { change } = one;
      const isOld = change.kind === "create" && change.key !== undefined;
      const outcome = isOld
        ? await this.#createUnderKey(one, change.fields, change.key ?? "")
        : await this.#reconciler.perform(one);
      this.#finish(one, outcome);
    } catch (error) {
      this.#fail(one, asApiError(error), size);
    }
  }

  #finish(one: Pending, outcome: Outcome): void {
    if (outcome.kind === "done") this.#confirm([one], outcome.rows);
    else this.#contest(one, outcome.theirs, outcome.rows);
  }

  #confirm(sent: readonly Pending[], rows: readonly Rows[]): void {
    for (const { id } of sent) this.#notBefore.delete(id);
    this.desk.commit({ rows, drop: sent });
  }

  #contest({ id }: Pending, theirs: Theirs, rows: readonly Rows[] = []): void {
    const now = this.desk.outbox.get(id);
    this.desk.commit({ rows, put: now ? [{ ...now, isSending: false, theirs }] : [] });
  }

  /** In one request; if any of them is refused, which refuses all, in smaller ones. */
  async #sendAll(job: Job): Promise<void> {
    const { replica } = this.desk;
    const sent: Pending[] = [];
    const operations: Operation[] = [];
    const asked: Known[] = [];
    for (const one of job) {
      const operation = this.#operationOf(one);
      if (!operation) continue;
      sent.push(one);
      operations.push(operation);
      asked.push(replica.known(one.taskId));
    }
    if (sent.length < 2) return sent[0] && this.#send(sent[0]);
    const noted = sent.flatMap(({ id }, place) => {
      const operation = operations[place];
      const now = this.desk.outbox.get(id);
      return now && operation?.op === "update" ? [{ ...now, sentVersion: operation.version }] : [];
    });
    this.desk.commit({ put: noted });
    await this.desk.settled();
    try {
      const tasks = await this.#api.batch(operations);
      this.#confirm(
        sent,
        tasks.map((task, place) => replica.answered(task, asked[place])),
      );
    } catch (error) {
      const failure = asApiError(error);
      if (failure.isPassing) {
        for (const one of sent) this.#fail(one, failure, replica.size);
        return;
      }
      const half = Math.ceil(sent.length / 2);
      await this.#sendAll(sent.slice(0, half));
      await this.#sendAll(sent.slice(half));
    }
  }

  /** Null: what becomes of it is known without asking. */
  #operationOf(one: Pending): Operation | null {
    const { taskId: id, change } = one;
    if (change.kind === "create") return { op: "create", id, task: change.fields };
    if (change.kind !== "edit") return null;
    const rebased = rebase(change, this.desk.replica.get(id));
    if (rebased === "done") this.#confirm([one], []);
    else if ("theirs" in rebased) this.#contest(one, rebased.theirs);
    else return { op: "update", id, task: rebased.fields, version: rebased.version };
    return null;
  }

  /** A new task of the app's first version: the API gives it its id, once, and all that was done to it follows. */
  async #createUnderKey(one: Pending, fields: Editable, key: string): Promise<Outcome> {
    const { replica, outbox } = this.desk;
    const made = await this.#api.createUnderKey(key, fields).catch((error: unknown) => {
      // An earlier try has made it, and somebody has deleted it for good since.
      if (!isRefusal(error, 410)) throw error;
      return null;
    });
    if (!made) return { kind: "done", rows: [] };
    // An answer that comes again may be older than what has become of the task.
    const now = await this.#api.read(made.id).catch((error: unknown) => {
      if (!isRefusal(error, 404)) throw error;
      return null;
    });
    const followers = outbox.of(one.taskId).filter(({ id }) => id !== one.id);
    this.desk.commit({
      put: followers.map((later) => ({ ...later, taskId: made.id, change: renamed(later.change, made.id) })),
    });
    return { kind: "done", rows: now ? [replica.answered(now, replica.known(made.id))] : [] };
  }

  #fail({ id }: Pending, error: ApiError, size: number) {
    const now = this.desk.outbox.get(id);
    if (!now) return;
    if (!error.isPassing) return this.#refuse(now, error, size);
    this.desk.connection.failed(error);
    const failures = now.failures + 1;
    // Not at each success of others, should it be this one that always fails.
    this.#notBefore.set(id, performance.now() + this.desk.connection.delayAfter(Math.min(failures, 2)));
    this.#put({ ...now, isSending: false, hasFailed: true, failures });
  }

  /** `size` is how many tasks there were when it was sent: one may have gone since. */
  #refuse(one: Pending, { detail, status }: ApiError, size: number) {
    const { outbox } = this.desk;
    const { change, taskId } = one;
    const later = outbox.of(taskId).filter(({ id }) => id !== one.id);
    // No room: nothing that could be put right in what was written.
    const isKept = status === 409 && (change.kind === "create" || change.kind === "restore");
    if (isKept) this.#lastSize = size;
    const refused = { ...one, isSending: false, hasFailed: true, wasTried: false, verdict: { detail, status, isKept } };
    if (isKept) return this.#put(refused);
    if (change.kind !== "create")
      return this.desk.commit({ put: [refused, ...later.map((next) => withoutRefused(next, change))] });
    // What was to follow a create that never came to be goes back with it to whoever wrote it.
    const whole = later.reduce((task, next) => apply(task, taskId, next.change) ?? task, apply(null, taskId, change));
    const fields = whole ? { ...change.fields, ...pick(whole, change.fields) } : change.fields;
    this.desk.commit({ put: [{ ...refused, change: { ...change, fields } }], drop: later });
  }

  /** Ends the choice between two versions. */
  choose(id: string, keepsMine: boolean): void {
    const one = this.desk.outbox.get(id);
    if (!one || !isConflict(one)) return;
    if (one.theirs === "deleted") this.#chooseDeleted(one, keepsMine);
    else this.#chooseVersion(one, one.theirs, keepsMine);
    this.pump();
  }

  #chooseVersion(one: Conflict, theirs: Task, keepsMine: boolean) {
    const { change } = one;
    const anew = { ...one, theirs: null, wasTried: false, sentVersion: null };
    if (keepsMine) return this.#put({ ...anew, change: { ...change, seen: theirs } });
    // What was changed here alone goes on.
    const fields = change.kind === "edit" ? uncontested(change, theirs) : {};
    if (isEmpty(fields)) this.desk.commit({ drop: [one] });
    else this.#put({ ...anew, change: { kind: "edit", fields, seen: theirs } });
  }

  /** Of a task that was deleted elsewhere all changes go the same way. */
  #chooseDeleted({ taskId, change }: Conflict, keepsMine: boolean) {
    const changes = this.desk.outbox.of(taskId);
    if (!keepsMine) return this.desk.commit({ drop: changes });
    const again = [{ kind: "restore", task: change.seen } as const, ...changes.map((one) => one.change)];
    this.desk.commit({ drop: changes, put: again.map((next) => commandOf(this.desk.page, taskId, next)) });
  }

  /** Sends what was refused once more, as the person has asked. */
  retry(): void {
    this.#sendAgain(({ verdict }) => verdict !== null);
    this.pump();
  }

  /** What waits because its task was deleted elsewhere, where it is back by now, or for the room that there now is. */
  #resume(): void {
    const { replica } = this.desk;
    const isThereRoom = replica.size < this.#lastSize;
    this.#lastSize = replica.size;
    const isBack = ({ theirs, taskId }: Pending) => theirs === "deleted" && replica.get(taskId) !== undefined;
    this.#sendAgain((one) => isBack(one) || (isThereRoom && one.verdict !== null));
  }

  #sendAgain(isMeant: (one: Pending) => boolean): void {
    const again = this.desk.outbox.pending.filter(isMeant);
    if (again.length > 0) this.desk.commit({ put: again.map((one) => ({ ...one, theirs: null, verdict: null })) });
  }

  /** What need not be sent at all, because the person has taken it back. */
  #coalesce(): void {
    const { outbox, page, commit } = this.desk;
    for (const one of outbox.pending) {
      const { taskId, change } = one;
      if (change.kind === "restore") {
        // Whoever takes the deletion back wants all of it again.
        const again = (this.#withdrawn.get(taskId) ?? []).map((edit) => commandOf(page, taskId, edit));
        this.#withdrawn.delete(taskId);
        if (again.length > 0) commit({ put: again });
      }
      if (change.kind !== "delete") continue;
      const ofTask = outbox.of(taskId);
      const needless = needlessOf(ofTask, ofTask.indexOf(one));
      if (needless.length === 0) continue;
      this.#withdrawn.set(
        taskId,
        needless.map((each) => each.change).filter(({ kind }) => kind === "edit"),
      );
      if (needless[0]?.change.kind === "create") this.#withdrawn.delete(taskId);
      commit({ drop: needless });
    }
  }

  #put(one: Pending): void {
    this.desk.commit({ put: [one] });
  }
}

const isUnsent = (one: Pending) => !one.isSending && !one.wasTried;

function needlessOf(ofTask: readonly Pending[], place: number): readonly Pending[] {
  const one = ofTask[place];
  if (!one || one.isSending) return [];
  const next = ofTask[place + 1];
  // Whoever takes a deletion back that has met a newer version has chosen that.
  const isTakenBack = next?.change.kind === "restore" && !next.isSending && (isUnsent(one) || isConflict(one));
  if (isTakenBack) return [one, next];
  const before = ofTask.slice(0, place + 1);
  if (before.some(({ isSending }) => isSending)) return [];
  const [first] = before;
  const neverLeft = first?.change.kind === "create" && (isUnsent(first) || first.verdict !== null);
  // Both sides have deleted it.
  const isGoneThere = before.some(({ theirs }) => theirs === "deleted");
  return neverLeft || isGoneThere ? before : [];
}

function renamed(change: Change, id: string): Change {
  if (change.kind === "create") return change;
  if (change.kind === "restore") return { ...change, task: { ...change.task, id } };
  return { ...change, seen: { ...change.seen, id } };
}

function pick(task: Task, like: Editable): Partial<Editable> {
  return Object.fromEntries(Object.keys(like).map((name) => [name, task[name as keyof Editable]]));
}
