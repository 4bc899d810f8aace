/** Which page leads: the one that holds the lock. A leader that says nothing for a while loses it. */

import { isSeen } from "./audience";
import type { State } from "./state";
import type { Tabs } from "./tabs";

type Listener = { leads: () => boolean; onLead: (isForced: boolean) => void; onLost: () => void };

export class Election {
  tabs: Tabs | undefined;
  #asking: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly state: State,
    private readonly patience: number,
    private readonly listener: Listener,
  ) {}

  start(tabs: Tabs): void {
    this.tabs = tabs;
    // Without a store nothing can be shared: this page sends its own.
    if (this.state.store) this.#compete(tabs);
    else this.listener.onLead(false);
    this.lookForLeader();
  }

  stop(): void {
    this.greet(false);
    this.heard();
    this.tabs = undefined;
  }

  /** From now on another page may lead. */
  again(): void {
    if (this.tabs) this.#compete(this.tabs);
    this.lookForLeader();
  }

  #compete(tabs: Tabs, isForced = false): void {
    const { onLead, onLost } = this.listener;
    tabs.lead(() => onLead(isForced), onLost, isForced);
  }

  /** Says that this page is here, and takes the lock if nobody answers. */
  lookForLeader(): void {
    const { tabs } = this;
    if (!tabs || tabs.isAlone || this.listener.leads()) return;
    this.greet(isSeen());
    clearTimeout(this.#asking);
    this.#asking = setTimeout(() => {
      if (!this.listener.leads() && this.tabs === tabs) this.#compete(tabs, true);
    }, this.patience);
  }

  /** The leader has answered, or it is this page. */
  heard(): void {
    clearTimeout(this.#asking);
  }

  greet(isSeen: boolean): void {
    const { page, replica } = this.state;
    this.tabs?.post({ kind: "hello", page, token: replica.position?.token, isSeen });
  }
}
