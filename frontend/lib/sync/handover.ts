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
  readonly #unkept = new Set<string>();

  constructor(
    private readonly state: State,
    private readonly broadcast: Broadcast,
    private readonly ways: Ways,
  ) {}

  /** This page begins to lead. */
  begin(): void {
    this.#unkept.clear();
    for (const { id, order } of this.state.outbox.pending) if (order === null) this.#unkept.add(id);
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
    const isOver = ({ id, order }: Pending) =>
      leads && (this.#unkept.has(id) || (order !== null && ids?.has(id) === false));
    // What it was told before it was kept has its number now.
    for (const { id, order } of commands) {
      const known = outbox.get(id);
      if (known?.order === null && order !== null) outbox.put({ ...known, order });
    }
    const unknown = commands.filter(({ id }) => !outbox.get(id));
    const old = unknown.filter(isOver);
    const fresh = unknown.filter((one) => !isOver(one));
    // Where it comes from it may have been on its way, before another page took the lead.
    for (const one of fresh) outbox.put({ ...one, isSending: false });
    if (leads) {
      // The page on which they were done cannot keep them.
      const unkept = fresh.filter(({ order }) => order === null);
      store?.keep(unkept);
      for (const { id } of unkept) if (outbox.get(id)) this.#unkept.add(id);
    }
    if (old.length === 0) return;
    store?.drop(old);
    this.broadcast.tell({ dropped: old.map(({ id }) => id) });
  }
}
