/** Whether this page leads or follows. The leader speaks with the API for all pages of its browser. */

import { afterDrawing } from "../after-drawing";
import { within } from "../within";
import { Audience } from "./audience";
import { Broadcast } from "./broadcast";
import type { Choice } from "./choice";
import { Election } from "./election";
import { Feed } from "./feed";
import { Follower } from "./follower";
import { Handover } from "./handover";
import { Hearing } from "./hearing";
import { Leader, type Step } from "./leader";
import { type Means, watchPage } from "./page";
import { attachStore, belated, findStored, takeOver } from "./recovery";
import type { State } from "./state";
import type { Kept, Store } from "./store";
import type { Message, Tabs } from "./tabs";

export class Role {
  readonly #feed: Feed;
  readonly #follower: Follower;
  readonly #broadcast: Broadcast;
  readonly #audience: Audience;
  readonly #handover: Handover;
  readonly #election: Election;
  readonly #hearing: Hearing;
  /** Whether it is this page's turn to lead, also while it still reads what the one before has stored. */
  #isChosen = false;
  #leader: Leader | undefined;
  /** Rises whenever this page begins or ends to lead. */
  #turn = 0;
  readonly #state: State;

  constructor(
    state: State,
    private readonly world: Means,
    private readonly onChange: () => void,
  ) {
    this.#state = state;
    const { connection } = world;
    this.#election = new Election(state, world.patience, {
      leads: () => this.#isChosen,
      onLead: (isForced) => void this.#lead(isForced),
      onLost: () => this.#lose(),
    });
    this.#follower = new Follower(state, connection, () => this.#election.lookForLeader());
    this.#broadcast = new Broadcast(state, connection, () => (this.#leader ? this.#shared : undefined));
    this.#handover = new Handover(state, this.#broadcast, {
      leads: () => this.leads,
      tell: (message) => this.#election.tell(message),
    });
    this.#feed = new Feed(world.call, connection, world.fetchForever, {
      position: () => state.replica.position,
      onPage: (page, position) => {
        state.refused = undefined;
        this.#commit({ rows: state.replica.merge(page, position) });
        this.#leader?.pump();
      },
      onRefused: (detail) => {
        state.refused = detail;
        this.#commit({});
      },
    });
    this.#audience = new Audience(this.#feed);
    this.#hearing = new Hearing(state, connection, {
      follower: this.#follower,
      broadcast: this.#broadcast,
      audience: this.#audience,
      handover: this.#handover,
      election: this.#election,
      leads: () => this.#isChosen,
      leader: () => this.#leader,
      pump: this.#pump,
      tryAgain: (refused) => {
        this.tryAgain(refused);
        this.#commit({});
      },
      followed: () => {
        this.onChange();
        state.answered();
      },
    });
  }

  /** Whether it is this page that speaks with the API. */
  get leads(): boolean {
    return this.#leader !== undefined;
  }

  start(tabs: Tabs, signal: AbortSignal): void {
    this.#election.start(tabs);
    watchPage(signal, {
      connection: this.world.connection,
      look: () => this.#hearing.look(),
      tryAgain: (isWanted) => this.tryAgain(false, isWanted),
      tell: () => this.#broadcast.tell({}),
      interrupt: this.#feed.interrupt,
    });
  }

  stop(): void {
    this.#election.stop();
    this.#audience.stop();
    this.#resign();
  }

  choose(choice: Choice): void {
    if (this.#leader) this.#leader.choose(choice);
    else this.#election.tell({ kind: "choose", ...choice });
  }

  /** Sends what waits, also what was `refused`. */
  tryAgain(refused: boolean, isWanted = true) {
    if (!this.#leader) return this.#election.tell({ kind: "try", refused, isWanted });
    this.#feed.resume();
    if (refused) this.#leader.retry();
  }

  /** Reads from this store and writes to it from now on. */
  attach(store: Store, kept: Kept): void {
    store.onKept = (orders) => {
      this.#handover.numbered(orders);
      // They are kept: the page is drawn before they are sent.
      afterDrawing(this.#pump);
    };
    store.onDurable = (isDurable) => this.durable(isDurable);
    store.onReopened = () =>
      void belated()
        .then(({ keepLostAgain }) => keepLostAgain(this.#state, store, this.leads))
        .catch(() => this.durable(false));
    this.#state.store = store;
    this.durable(true);
    attachStore(this.#state, store, kept);
    // Until now it could share nothing, and was sending its own.
    if (this.#leader && this.#tabs && !this.#tabs.isAlone) this.#lose();
    else this.#leader?.pump();
  }

  /** Somebody may be about to write. */
  reach(): void {
    this.#leader?.reach();
  }

  /** Something new was done on this page. */
  added(): void {
    if (this.#state.store?.isDurable) return;
    this.#handover.tellUnkept();
    this.#leader?.pump();
  }

  get #tabs(): Tabs | undefined {
    return this.#election.tabs;
  }

  /** Without a store a page leads nobody but itself. */
  get #shared(): Tabs | undefined {
    return this.#state.store && this.#tabs;
  }

  async #lead(isForced: boolean): Promise<void> {
    this.#isChosen = true;
    this.#election.heard();
    const turn = ++this.#turn;
    const finding = findStored(this.#state);
    const found = await within(this.world.patience, finding).catch(() => undefined);
    if (this.#turn !== turn) return;
    takeOver(this.#state, found, isForced);
    if (!found)
      Promise.all([finding, belated()]).then(
        ([late, { keepLate }]) => late && this.#turn === turn && keepLate(this.#state, late),
        () => {},
      );
    const { page, entities, replica, outbox } = this.#state;
    const { call, connection } = this.world;
    // What it was doing when another page took over is done again there, and what it is still answered is old.
    const ifStillLeading = () => (this.#turn === turn ? undefined : new Promise<void>(() => {}));
    const leader = new Leader({
      page,
      entities,
      call: async (send) => {
        await ifStillLeading();
        return call(send).finally(ifStillLeading);
      },
      connection,
      replica,
      outbox,
      commit: (step) => (this.#turn === turn ? this.#commit(step) : undefined),
      settled: () => this.#state.store?.settled() ?? Promise.resolve(),
      sendsUnkept: () => !this.#state.store?.isDurable,
    });
    this.#leader = leader;
    this.#handover.begin();
    this.#shared?.post({ kind: "leads" });
    leader.start();
    this.#audience.watch();
    this.onChange();
  }

  #resign(): void {
    this.#turn += 1;
    this.#isChosen = false;
    this.#leader?.stop();
    this.#leader = undefined;
    this.#feed.pause();
  }

  /** Another page may lead now. */
  #lose(): void {
    this.#resign();
    this.#follower.leader = undefined;
    this.#election.again();
  }

  hear = (message: Message): void => this.#hearing.hear(message);

  /** What the leader changes. */
  #commit(step: Step): void {
    this.#broadcast.tell(this.#state.commit(step));
    this.onChange();
    this.#state.answered();
  }

  /** Whether the browser keeps what it is given. */
  durable(isDurable: boolean): void {
    this.#state.keeps = isDurable;
    if (!isDurable) this.#handover.tellUnkept();
    this.#pump();
  }

  /** Sends what may go, and shows what has changed. */
  readonly #pump = (): void => {
    this.#leader?.pump();
    this.#state.changed();
  };
}
