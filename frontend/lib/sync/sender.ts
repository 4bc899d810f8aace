/** Sends what waits, and takes out what has arrived or was refused. */

import { notingSeq } from "../api/change-seq";
import type { EntityApi } from "../api/entity";
import type { ApiError } from "../api/errors";
import { Again } from "./again";
import { type Choice, chosen } from "./choice";
import { Coalescer } from "./coalesce";
import { isConflict, type Pending, refOf, type Theirs } from "./command";
import { afterComputed } from "./computed";
import { createUnderKey, isOfFirstVersion } from "./first-version";
import { asApiError, type Hands, handsOf } from "./hands";
import type { Desk } from "./leader";
import { containersOf, goneWith, withoutContainer } from "./members";
import { Pauses } from "./pauses";
import type { Outcome } from "./reconcile";
import { isForRoom, refused } from "./refusal";
import { Reversals } from "./reversals";
import { type Job, MOST_REQUESTS, orderIn, plan } from "./scheduler";
import type { Rows } from "./table";

/** So long the feed may take to tell what was undone. Then each item is asked for. */
const TOLD_MS = 2_000;

export class Sender {
  #requests = 0;
  #isStopped = false;
  #isPumping = false;
  readonly #pauses = new Pauses(() => this.#pump(false));
  readonly #again: Again;
  readonly #reversals: Reversals;
  readonly #coalescer: Coalescer;
  #leaveConnection = () => {};

  constructor(
    private readonly desk: Desk,
    private readonly apis: ReadonlyMap<string, EntityApi>,
  ) {
    this.#again = new Again(desk);
    this.#reversals = new Reversals(desk);
    this.#coalescer = new Coalescer(desk.page, desk.outbox, desk.commit, (about) =>
      desk.outbox.pending.some((one) => containersOf(desk.entities, one).includes(refOf(about))),
    );
  }

  /** `note` hears the number of each change that they make. */
  async #handsFor(entity: string, note: (seq: number) => void): Promise<Hands> {
    const { desk } = this;
    const api = await desk.entities[entity]?.loadApi(notingSeq(desk.call, note));
    if (!api) throw new Error(`There is nothing of the kind "${entity}".`);
    const hands: Hands = handsOf(desk, entity, api, {
      sendOne: (one) => this.#send(one, hands),
      finish: (one, outcome) => this.#finish(one, outcome),
      confirm: (sent, rows) => this.#confirm(sent, rows),
      fail: (sent, error) => this.#fail(sent, asApiError(error), desk.replica.size),
    });
    return hands;
  }

  #fieldsOf = (entity: string) => this.desk.entities[entity]?.fields ?? {};

  start(): void {
    const { connection } = this.desk;
    this.#leaveConnection = connection.onRetry(() => this.#pump(connection.get() !== null));
  }

  stop(): void {
    this.#isStopped = true;
    this.#pauses.stop();
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
    for (const one of this.#reversals.takeTold()) this.#finish(one, { kind: "done", rows: [] });
    this.#coalescer.run();
    this.#again.sendPossible();
    if (this.desk.connection.isWaiting() && !isRetry) return;
    const now = performance.now();
    const isDue = ({ id, order }: Pending) =>
      (order !== null || this.desk.sendsUnkept()) && (isRetry || this.#pauses.isOver(id, now));
    const { entities, outbox } = this.desk;
    const order = { ...orderIn(entities), isDue };
    for (const job of plan(outbox.pending, MOST_REQUESTS - this.#requests, order)) void this.#run(job);
    this.#pauses.wakeAfter(now);
  }

  async #run(job: Job): Promise<void> {
    this.#requests += 1;
    const { replica, commit } = this.desk;
    const seq = this.#reversals.seqFor(job);
    const upon = ({ entity, itemId }: Pending) => replica.of(entity).known(itemId)?.version ?? null;
    const sending = job.map((one) => ({ ...one, isSending: true, wasTried: true }));
    commit({ put: seq === undefined ? sending : sending.map((one) => ({ ...one, sentVersion: upon(one) })) });
    try {
      // Kept before it is sent, so that a page that ends in between sends the same request again.
      await this.desk.settled();
      if (seq === undefined) await this.#sendJob(job);
      else await this.#undo(job, seq);
    } finally {
      this.#requests -= 1;
      this.pump();
    }
  }

  async #sendJob(job: Job): Promise<void> {
    const [first] = job;
    if (!first) return;
    const before = this.#reversals.beforeOf(job);
    const seqs: number[] = [];
    const hands = await this.#handsFor(first.entity, (seq) => seqs.push(seq));
    if (job.length > 1) await hands.batches.send(job);
    else await this.#send(first, hands);
    const [seq] = seqs;
    const isDone = job.every(({ id }) => !this.desk.outbox.get(id));
    if (seq !== undefined && seqs.length === 1 && isDone) this.#reversals.note(seq, before);
  }

  /** Where somebody has changed one of the items since, what becomes of each is to be found out. */
  async #undo(job: Job, seq: number): Promise<void> {
    const { outbox, replica, commit } = this.desk;
    const { size } = replica;
    const ids = job.map(({ id }) => id);
    try {
      await this.#reversals.undo(job, seq);
    } catch (error) {
      const failure = asApiError(error);
      return failure.isPassing ? this.#fail(job, failure, size) : this.#sendJob(job);
    }
    this.#pauses.begin(ids, TOLD_MS);
    commit({ put: ids.flatMap((id) => outbox.get(id) ?? []).map((one) => ({ ...one, isSending: false })) });
  }

  async #send(one: Pending, { api, reconciler }: Hands): Promise<void> {
    const { size } = this.desk.replica;
    try {
      const { change } = one;
      const outcome = isOfFirstVersion(change)
        ? await createUnderKey(this.desk, api, one, change)
        : await reconciler.perform(one);
      this.#finish(one, outcome);
    } catch (error) {
      this.#fail([one], asApiError(error), size);
    }
  }

  #finish(one: Pending, outcome: Outcome): void {
    if (outcome.kind === "done") this.#confirm([one], outcome.rows);
    else if (outcome.kind === "ask") this.#contest(one, outcome.theirs, outcome.rows);
    else {
      this.desk.commit({ rows: outcome.rows });
      this.#fail([one], outcome.error, this.desk.replica.size);
    }
  }

  #confirm(sent: readonly Pending[], rows: readonly Rows[]): void {
    for (const { id } of sent) this.#pauses.end(id);
    const put = sent.flatMap((one) => this.#afterComputed(one, rows));
    this.desk.commit({ rows: [...rows, ...sent.flatMap((one) => goneWith(one, this.desk))], put, drop: sent });
  }

  /** What follows it, where the API has computed something else than was shown. */
  #afterComputed(one: Pending, rows: readonly Rows[]): Pending[] {
    const { outbox, replica } = this.desk;
    const { entity, itemId } = one;
    const answers = rows.flatMap((told) => (told.entity === entity ? told.put : []));
    const row = answers.findLast(({ id }) => id === itemId) ?? replica.of(entity).get(itemId);
    const { computes = [] } = this.apis.get(entity) ?? {};
    const now = outbox.get(one.id) ?? one;
    return row ? afterComputed(this.#fieldsOf(entity), computes, now, row, outbox.of(one)) : [];
  }

  #contest({ id }: Pending, theirs: Theirs, rows: readonly Rows[] = []): void {
    const now = this.desk.outbox.get(id);
    this.desk.commit({ rows, put: now ? [{ ...now, isSending: false, theirs }] : [] });
    if (now && !this.desk.entities[now.entity]?.asks) this.choose({ id, keepsMine: theirs !== "deleted" });
  }

  #fail(sent: readonly Pending[], error: ApiError, size: number): void {
    const { outbox, connection, commit } = this.desk;
    const now = sent.flatMap(({ id }) => outbox.get(id) ?? []);
    if (!error.isPassing) {
      for (const one of now) this.#refuse(one, error, size);
      return;
    }
    connection.failed(error);
    const put = now.map((one) => ({ ...one, isSending: false, hasFailed: true, failures: one.failures + 1 }));
    const failures = Math.min(2, ...put.map((one) => one.failures));
    this.#pauses.begin(
      put.map(({ id }) => id),
      connection.delayAfter(failures),
    );
    commit({ put });
  }

  /** `size` is how many items there were when it was sent. */
  #refuse(one: Pending, error: ApiError, size: number): void {
    const { outbox, commit } = this.desk;
    if (isForRoom(one, error)) this.#again.wasFull(size);
    const rest = withoutContainer(this.desk.entities, one, error);
    const later = outbox.of(one).filter(({ id }) => id !== one.id);
    commit(rest ?? refused(this.#fieldsOf(one.entity), one, error, later));
  }

  /** Ends the choice between two versions: another one that has come since is asked about anew. */
  choose({ id, keepsMine, theirs }: Choice): void {
    const { outbox, page, commit } = this.desk;
    const one = outbox.get(id);
    if (!one || !isConflict(one)) return;
    const conflict = { ...one, theirs: theirs ?? one.theirs };
    commit(chosen(this.#fieldsOf(one.entity), conflict, keepsMine, outbox.of(one), page));
    this.pump();
  }

  /** Sends what was refused once more, as the person has asked. */
  retry(): void {
    this.#again.sendRefused();
    this.pump();
  }
}
