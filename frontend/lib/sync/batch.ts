/** Many commands in one request. */

import { ApiError } from "../api/errors";
import type { Operation, TaskApi } from "../api/tasks";
import type { Pending } from "./command";
import type { Desk } from "./leader";
import { type Outcome, rebase } from "./reconcile";
import type { Known } from "./replica";
import type { Job } from "./scheduler";

/** What the sender does with each command. */
type Hands = {
  sendOne: (one: Pending) => Promise<void>;
  finish: (one: Pending, outcome: Outcome) => void;
  confirm: (sent: readonly Pending[], rows: Outcome["rows"]) => void;
  fail: (one: Pending, error: unknown) => void;
};

export class BatchSender {
  constructor(
    private readonly desk: Desk,
    private readonly api: TaskApi,
    private readonly hands: Hands,
  ) {}

  /** In one request; if any of them is refused, which refuses all, in smaller ones. */
  async send(job: Job): Promise<void> {
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
    if (sent.length < 2) return sent[0] && this.hands.sendOne(sent[0]);
    await this.#note(sent, operations);
    try {
      const tasks = await this.api.batch(operations);
      const rows = tasks.map((task, place) => replica.answered(task, asked[place]));
      this.hands.confirm(sent, rows);
    } catch (error) {
      if (!(error instanceof ApiError) || error.isPassing) {
        for (const one of sent) this.hands.fail(one, error);
        return;
      }
      const half = Math.ceil(sent.length / 2);
      await this.send(sent.slice(0, half));
      await this.send(sent.slice(half));
    }
  }

  /** That a try is made upon these versions, before it is made. */
  async #note(sent: readonly Pending[], operations: readonly Operation[]): Promise<void> {
    const put = sent.flatMap(({ id }, place) => {
      const operation = operations[place];
      const now = this.desk.outbox.get(id);
      return now && operation && "version" in operation ? [{ ...now, sentVersion: operation.version }] : [];
    });
    this.desk.commit({ put });
    await this.desk.settled();
  }

  /** Null: what becomes of it is known without asking. */
  #operationOf(one: Pending): Operation | null {
    const { taskId: id, change } = one;
    if (change.kind === "create") return { op: "create", id, task: change.fields };
    if (change.kind !== "edit") return null;
    const rebased = rebase(change, this.desk.replica.get(id));
    if (rebased !== "done" && !("theirs" in rebased))
      return { op: "update", id, task: rebased.fields, version: rebased.version };
    const outcome = rebased === "done" ? { kind: "done" as const } : { kind: "ask" as const, theirs: rebased.theirs };
    this.hands.finish(one, { ...outcome, rows: [] });
    return null;
  }
}
