/** How commands get from the page on which they were made to the page that sends them. */

import type { Broadcast } from "./broadcast";
import type { Pending } from "./command";
import type { State } from "./state";
import type { Tabs } from "./tabs";

/** Which page sends: this one, or another one that is reached through `tabs`. */
type Ways = { leads: boolean; tabs: Tabs | undefined };

export class Handover {
  constructor(
    private readonly state: State,
    private readonly broadcast: Broadcast,
    private readonly ways: () => Ways,
  ) {}

  /** New commands of this page have got their numbers, and are on the disk. */
  numbered(orders: ReadonlyMap<string, number>): void {
    const { outbox } = this.state;
    const numbered = [...orders].flatMap(([id, order]) => {
      const one = outbox.get(id);
      return one ? [{ ...one, order }] : [];
    });
    for (const one of numbered) outbox.put(one);
    const { leads, tabs } = this.ways();
    if (leads) this.broadcast.tell({ pending: numbered });
    else tabs?.post({ kind: "added", commands: numbered });
  }

  /** Gives the leader the commands that cannot be stored, so that it sends them all the same. */
  tellUnkept(): void {
    const { leads, tabs } = this.ways();
    if (this.state.keeps || leads) return;
    const commands = this.state.outbox.pending.filter((one) => one.order === null && one.page === this.state.page);
    tabs?.post({ kind: "added", commands });
  }

  /** Done on another page. It may have been read from the store, sent and confirmed already. */
  async hear(commands: readonly Pending[]): Promise<void> {
    const { store, outbox } = this.state;
    const { leads } = this.ways();
    const kept = leads ? await store?.commands().catch(() => undefined) : undefined;
    const ids = kept && new Set(kept.map(({ id }) => id));
    const isOld = ({ id, order }: Pending) => order !== null && ids !== undefined && !ids.has(id);
    const fresh = commands.filter((one) => !isOld(one) && !outbox.get(one.id));
    for (const one of fresh) outbox.put(one);
    // The page on which they were done cannot keep them.
    if (leads) store?.keep(fresh.filter(({ order }) => order === null));
    const old = commands.filter(isOld);
    if (old.length > 0) this.broadcast.tell({ dropped: old.map(({ id }) => id) });
  }
}
