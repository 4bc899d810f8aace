/** Many commands about items of one kind in one request. */

import type { EntityApi, Operation } from "../api/entity";
import { ApiError } from "../api/errors";
import type { FieldsOf } from "../domain/fields";
import type { Item } from "../domain/item";
import { saysTheSame } from "../domain/merge";
import { Answers, type Asked } from "./answers";
import type { Pending } from "./command";
import { versionInTrash } from "./erase";
import type { Desk } from "./leader";
import { mayBeUndone, type Outcome, rebase } from "./reconcile";
import type { Job } from "./scheduler";
import type { Rows, Table } from "./table";

/** What the sender does with each command. */
export type Sends = {
  sendOne: (one: Pending) => Promise<void>;
  finish: (one: Pending, outcome: Outcome) => void;
  confirm: (sent: readonly Pending[], rows: Outcome["rows"]) => void;
  fail: (sent: readonly Pending[], error: unknown) => void;
};

export class BatchSender {
  readonly #answers: Answers;

  constructor(
    private readonly desk: Desk,
    private readonly fields: FieldsOf<object>,
    private readonly api: EntityApi,
    private readonly table: Table,
    private readonly sends: Sends,
  ) {
    this.#answers = new Answers(api, table);
  }

  /** Sends all in one request, but those of which only their history tells whether they are done. The API refuses all if it refuses one; then it sends smaller batches. */
  async send(job: Job): Promise<void> {
    const sent: Pending[] = [];
    const alone: Pending[] = [];
    const operations: Operation[] = [];
    const asked: Asked[] = [];
    for (const one of job) {
      if (mayBeUndone(one.sentVersion, this.table.get(one.itemId))) {
        alone.push(one);
        continue;
      }
      const operation = this.#operationOf(one);
      if (!operation) continue;
      sent.push(one);
      operations.push(operation);
      asked.push(this.#answers.asking(one.itemId));
    }
    const { batch } = this.api;
    if (sent.length < 2 || !batch) alone.push(...sent);
    else await this.#sendTogether(batch, sent, operations, asked);
    for (const one of alone) await this.sends.sendOne(one);
  }

  async #sendTogether(
    batch: NonNullable<EntityApi["batch"]>,
    sent: readonly Pending[],
    operations: readonly Operation[],
    asked: readonly Asked[],
  ): Promise<void> {
    await this.#note(sent, operations);
    try {
      const items = await batch(operations);
      const rows: Rows[] = [];
      for (const [place, item] of items.entries()) if (item) await this.#take(item, asked[place] as Asked, rows);
      this.sends.confirm(sent, rows);
    } catch (error) {
      if (!(error instanceof ApiError) || error.isPassing) {
        this.sends.fail(sent, error);
        return;
      }
      const half = Math.ceil(sent.length / 2);
      await this.send(sent.slice(0, half));
      const full = this.#fullFor(sent.slice(0, half));
      if (full) this.sends.fail(sent.slice(half), full);
      else await this.send(sent.slice(half));
    }
  }

  /** That there is no room for one of these new items. Each takes the same, so there is none for those after it, either. */
  #fullFor(creates: readonly Pending[]): ApiError | undefined {
    const verdicts = creates.map(({ id, change }) =>
      change.kind === "create" ? this.desk.outbox.get(id)?.verdict : null,
    );
    const full = verdicts.find((verdict) => verdict?.isKept);
    return full ? new ApiError(full.detail, full.status) : undefined;
  }

  async #take(item: Item, asked: Asked, rows: Rows[]): Promise<void> {
    if (item.deleted_at === null) await this.#answers.take(item, asked, rows);
    else this.#answers.takeGone(item.id, asked, rows, item.version);
  }

  /** Keeps the version that each command is sent upon, before it is sent. */
  async #note(sent: readonly Pending[], operations: readonly Operation[]): Promise<void> {
    const put = sent.flatMap(({ id }, place) => {
      const operation = operations[place];
      const now = this.desk.outbox.get(id);
      return now && operation && (operation.op === "update" || operation.op === "delete")
        ? [{ ...now, sentVersion: operation.version }]
        : [];
    });
    this.desk.commit({ put });
    await this.desk.settled();
  }

  /** Null if the command need not be sent: then it is finished here. */
  #operationOf(one: Pending): Operation | null {
    const { itemId: id, change } = one;
    // An earlier try has made it, as the feed has told.
    if (change.kind === "create" && this.table.get(id)) return this.#finish(one);
    if (change.kind === "create") return { op: "create", id, fields: change.fields };
    if (change.kind === "erase") return { op: "erase", id, version: versionInTrash(this.table, change.seen) };
    if (change.kind === "restore") return { op: "restore", id };
    const row = this.table.get(id);
    if (change.kind === "delete") {
      if (row && !saysTheSame<object>(this.fields, change.seen, row)) return this.#ask(one, row);
      return { op: "delete", id, version: (row ?? change.seen).version };
    }
    const rebased = rebase(this.fields, this.api, change, row);
    if (rebased === "done") return this.#finish(one);
    if ("theirs" in rebased) return this.#ask(one, rebased.theirs);
    return { op: "update", id, fields: rebased.fields, version: rebased.version };
  }

  #finish(one: Pending): null {
    this.sends.finish(one, { kind: "done", rows: [] });
    return null;
  }

  #ask(one: Pending, theirs: Item): null {
    this.sends.finish(one, { kind: "ask", theirs, rows: [] });
    return null;
  }
}
