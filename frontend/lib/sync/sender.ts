/** Sends what waits, and takes out what has arrived or was refused. */

import type { EntityApi } from "../api/entity";
import type { ApiError } from "../api/errors";
import { Again } from "./again";
import type { Sends } from "./batch";
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
import { type Job, MOST_REQUESTS, orderIn, plan } from "./scheduler";
import type { Rows } from "./table";

export class Sender {
  #requests = 0;
  #isStopped = false;
  #isPumping = false;
  readonly #pauses = new Pauses(() => this.#pump(false));
  readonly #again: Again;
  readonly #hands: ReadonlyMap<string, Hands>;
  readonly #coalescer: Coalescer;
  #leaveConnection = () => {};

  constructor(
    private readonly desk: Desk,
    apis: ReadonlyMap<string, EntityApi>,
  ) {
    this.#again = new Again(desk);
    const sends: Sends = {
      sendOne: (one) => this.#send(one),
      finish: (one, outcome) => this.#finish(one, outcome),
      confirm: (sent, rows) => this.#confirm(sent, rows),
      fail: (sent, error) => this.#fail(sent, asApiError(error), desk.replica.size),
    };
    this.#hands = new Map([...apis].map(([entity, api]) => [entity, handsOf(desk, entity, api, sends)]));
    this.#coalescer = new Coalescer(desk.page, desk.outbox, desk.commit, (about) =>
      desk.outbox.pending.some((one) => containersOf(desk.entities, one).includes(refOf(about))),
    );
  }

  #of({ entity }: Pending): Hands {
    const hands = this.#hands.get(entity);
    if (!hands) throw new Error(`There is nothing of the kind "${entity}".`);
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
    const sending = job.map((one) => ({ ...one, isSending: true, wasTried: true }));
    this.desk.commit({ put: sending });
    try {
      // Kept before it is sent, so that a page that ends in between sends the same request again.
      await this.desk.settled();
      const [first] = job;
      if (first && job.length > 1) await this.#of(first).batches.send(job);
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
      const { api, reconciler } = this.#of(one);
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
    const { computes = [] } = this.#of(one).api;
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
