/** Which page leads: the one that holds the lock. A leader that says nothing for a while loses it. */

import { isSeen } from "./audience";
import type { State } from "./state";
import type { Message, Tabs } from "./tabs";

/** So many times its patience a page that is looked at hears nothing before it asks. */
const QUIET = 5;

/** `leads`: also while this page only begins to. */
type Listener = { leads: () => boolean; onLead: (isForced: boolean) => void; onLost: () => void };

export class Election {
  tabs: Tabs | undefined;
  #asking: ReturnType<typeof setTimeout> | undefined;
  #listening: ReturnType<typeof setTimeout> | undefined;

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
    this.tabs = undefined;
    this.heard();
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

  get #follows(): boolean {
    return this.tabs !== undefined && !this.tabs.isAlone && !this.listener.leads();
  }

  /** Says that this page is here. */
  lookForLeader(): void {
    if (this.#follows) this.greet(isSeen());
  }

  /** Tells the leader, and takes the lock if that answers nothing. */
  tell(message: Message): void {
    const { tabs } = this;
    tabs?.post(message);
    if (!tabs || !this.#follows) return;
    this.#asking ??= setTimeout(() => {
      this.#asking = undefined;
      if (this.#follows && this.tabs === tabs) this.#compete(tabs, true);
    }, this.patience);
  }

  /** The leader has said something, or it is this page. */
  heard(): void {
    clearTimeout(this.#asking);
    clearTimeout(this.#listening);
    this.#asking = undefined;
    if (this.#follows)
      this.#listening = setTimeout(() => isSeen() && this.tell({ kind: "ask" }), this.patience * QUIET);
  }

  greet(isSeen: boolean): void {
    const { page, replica } = this.state;
    this.tell({ kind: "hello", page, token: replica.position?.token, isSeen });
  }
}
