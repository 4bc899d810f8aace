/** How commands get from the page on which they were made to the page that sends them. */

import type { Broadcast } from "./broadcast";
import type { Pending } from "./command";
import type { State } from "./state";
import type { Message } from "./tabs";

/** Which page sends: this one, or another one that hears what it is told. */
type Ways = { leads: () => boolean; tell: (message: Message) => void };

export class Handover {
  /**
   * What this page was told, and the others cannot keep. They tell it until they know that it is kept, and that may come late. A
   * leader that begins knows nothing of what has become of it under the one before: what it has itself, it sends.
   */
  #unkept = new Set<string>();

  constructor(
    private readonly state: State,
    private readonly broadcast: Broadcast,
    private readonly ways: Ways,
  ) {}

  /** This page begins to lead. */
  begin(): void {
    this.#unkept = new Set(this.state.outbox.pending.flatMap(({ id, order }) => (order === null ? id : [])));
  }

  /** New commands of this page have got their numbers, and are on the disk. */
  numbered(orders: ReadonlyMap<string, number>): void {
    const { outbox } = this.state;
    const numbered = [...orders].flatMap(([id, order]) => {
      const one = outbox.get(id);
      return one ? [{ ...one, order }] : [];
    });
    for (const one of numbered) outbox.put(one);
    if (this.ways.leads()) this.broadcast.tell({ pending: numbered });
    else this.ways.tell({ kind: "added", commands: numbered });
  }

  /** Gives the leader the commands that cannot be stored, so that it sends them all the same. */
  tellUnkept(): void {
    if (this.state.keeps || this.ways.leads()) return;
    const commands = this.state.outbox.pending.filter((one) => one.order === null && one.page === this.state.page);
    if (commands.length > 0) this.ways.tell({ kind: "added", commands });
  }

  /** Done on another page. It may have been read from the store, sent and confirmed already. */
  async hear(commands: readonly Pending[]): Promise<void> {
    const { store, outbox } = this.state;
    const leads = this.ways.leads();
    const kept = leads ? await store?.commands().catch(() => undefined) : undefined;
    const ids = kept && new Set(kept.map(({ id }) => id));
    const isOver = ({ id, order }: Pending) => this.#unkept.has(id) || (order !== null && ids?.has(id) === false);
    const old = commands.filter((one) => leads && !outbox.get(one.id) && isOver(one));
    for (const one of commands) {
      const known = outbox.get(one.id);
      // It may have its number now. Where it comes from it may have been on its way, before another page took the lead.
      if (known ? known.order === null : !old.includes(one))
        outbox.put({ ...one, isSending: false, ...known, order: one.order });
    }
    if (!leads) return;
    // The page on which they were done cannot keep them.
    const unkept = commands.filter(({ id }) => outbox.get(id)?.order === null && !this.#unkept.has(id));
    store?.keep(unkept);
    for (const { id } of unkept) this.#unkept.add(id);
    if (old.length === 0) return;
    store?.drop(old);
    this.broadcast.tell({ dropped: old.map(({ id }) => id) });
  }
}
