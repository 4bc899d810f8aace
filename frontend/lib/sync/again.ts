/** What is sent once more: as the person has asked, because its item is there again, or because there is room. */

import type { Pending } from "./command";
import type { Desk } from "./leader";

export class Again {
  /** How many items there were at the last look, or when what has been refused since was sent. */
  #lastSize: number;

  constructor(private readonly desk: Desk) {
    this.#lastSize = desk.replica.size;
  }

  /** Something was refused for want of room, when there were so many items: one may have gone since. */
  wasFull(size: number): void {
    this.#lastSize = Math.max(this.#lastSize, size);
  }

  /** What was refused. */
  sendRefused(): void {
    this.#send(({ verdict }) => verdict !== null);
  }

  /** What has waited for its item to be restored elsewhere, or for room in the account. */
  sendPossible(): void {
    const { replica } = this.desk;
    const isThereRoom = replica.size < this.#lastSize;
    this.#lastSize = replica.size;
    const isBack = ({ theirs, entity, itemId }: Pending) =>
      theirs === "deleted" && replica.of(entity).get(itemId) !== undefined;
    this.#send((one) => isBack(one) || (isThereRoom && one.verdict !== null));
  }

  #send(isMeant: (one: Pending) => boolean): void {
    const again = this.desk.outbox.pending.filter(isMeant);
    if (again.length > 0) this.desk.commit({ put: again.map((one) => ({ ...one, theirs: null, verdict: null })) });
  }
}
