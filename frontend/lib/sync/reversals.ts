/** What goes back by the API's undo: commands that take back all that one request of this page has done, and nothing else. */

import { notingSeq, undoChange } from "../api/change-seq";
import type { Item } from "../domain/item";
import { saysTheSame } from "../domain/merge";
import { apply, type Pending, refOf } from "./command";
import type { Desk } from "./leader";
import type { Job } from "./scheduler";
import type { Known } from "./table";

/** Items as the API had them; null: not there. */
type Before = ReadonlyMap<string, Item | null>;

const MOST = 100;

export class Reversals {
  /** By the number of a change: what its request has changed, as it was before. The last one at the end. */
  readonly #made = new Map<number, Before>();
  /** By command: its item as it was known before the API undid that, until the feed tells how it is now. */
  readonly #untold = new Map<string, Known>();

  constructor(private readonly desk: Desk) {}

  /** Before these are sent. */
  beforeOf(job: Job): Before {
    return new Map(job.map((one) => [refOf(one), this.#row(one)]));
  }

  /** One request has changed all of them, and nothing else. */
  note(seq: number, before: Before): void {
    // The API undoes only what was done to an item last.
    const isOver = (items: Before) => [...before.keys()].some((ref) => items.has(ref));
    for (const [earlier, items] of this.#made) if (isOver(items)) this.#made.delete(earlier);
    this.#made.set(seq, before);
    for (const earlier of this.#made.keys()) if (this.#made.size > MOST) this.#made.delete(earlier);
  }

  /** The number of the change that is to be undone for these, if that makes of each item what its command does. */
  seqFor(job: Job): number | undefined {
    if (!job.every(isUntriedReversal)) return undefined;
    const isBefore = (before: Before) =>
      before.size === job.length && job.every((one) => this.#makes(one, before.get(refOf(one))));
    return [...this.#made].find(([, before]) => isBefore(before))?.[0];
  }

  /** Undoes that change instead of sending these. The answer tells of one item, and the feed of all. Raises `ApiError`. */
  async undo(job: Job, seq: number): Promise<void> {
    const before = this.beforeOf(job);
    const known = job.map((one) => [one.id, this.#known(one)] as const);
    await undoChange(
      notingSeq(this.desk.call, (undone) => this.note(undone, before)),
      seq,
    );
    for (const [id, item] of known) this.#untold.set(id, item);
  }

  /** Those that are undone, and of which the feed has told that since. */
  takeTold(): Pending[] {
    const { outbox } = this.desk;
    return [...this.#untold].flatMap(([id, item]) => {
      const one = outbox.get(id);
      if (one && this.#known(one) === item) return [];
      this.#untold.delete(id);
      return one ?? [];
    });
  }

  #makes(one: Pending, before: Item | null | undefined): boolean {
    const after = apply(this.#row(one), one.itemId, one.change);
    if (!before || !after) return before === after;
    return saysTheSame<object>(this.desk.entities[one.entity]?.fields ?? {}, before, after);
  }

  #known = ({ entity, itemId }: Pending): Known => this.desk.replica.of(entity).known(itemId);
  #row = ({ entity, itemId }: Pending): Item | null => this.desk.replica.of(entity).get(itemId) ?? null;
}

/** What became of a try is to be found out item by item. */
const isUntriedReversal = ({ change, wasTried }: Pending): boolean => "reverts" in change && !wasTried;
