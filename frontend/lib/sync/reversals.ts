/** Which commands the API's undo carries out: those that take back all that one request of this page has done, and nothing else. */

import type { FieldsOf } from "../domain/fields";
import type { Item } from "../domain/item";
import { saysTheSame } from "../domain/merge";
import { apply, type Pending, refOf } from "./command";
import type { Replica } from "./replica";
import type { Job } from "./scheduler";

/** Items as the API had them; null: not there. */
type Before = ReadonlyMap<string, Item | null>;

const MOST = 100;

export class Reversals {
  /** By the number of a change: what its request has changed, as it was before. The last one at the end. */
  readonly #made = new Map<number, Before>();

  constructor(
    private readonly replica: Replica,
    private readonly fieldsOf: (entity: string) => FieldsOf<object>,
  ) {}

  beforeOf(job: Job): Before {
    return new Map(job.map((one) => [refOf(one), this.#row(one)]));
  }

  /** One request has done all that, and nothing else. */
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

  #makes(one: Pending, before: Item | null | undefined): boolean {
    const after = apply(this.#row(one), one.itemId, one.change);
    if (!before || !after) return before === after;
    return saysTheSame<object>(this.fieldsOf(one.entity), before, after);
  }

  #row({ entity, itemId }: Pending): Item | null {
    return this.replica.of(entity).get(itemId) ?? null;
  }
}

/** What became of a try is to be found out item by item. */
const isUntriedReversal = ({ change, wasTried }: Pending): boolean => "reverts" in change && !wasTried;
