/** One person's items in one page: kept in this browser, in step with the API, and with what is pending on top. */

import { call, fetchWithin } from "../api/client";
import { connection } from "../api/connection";
import { PATIENCE_MS, within } from "../within";
import { type Change, type Command, type Conflict, commandOf, type Pending, pendingOf } from "./command";
import { forgetOthers } from "./database";
import { type Entities, entities } from "./entities";
import type { Means } from "./page";
import { Refusals } from "./refusals";
import { Role } from "./role";
import { State } from "./state";
import { Store } from "./store";
import { type Browser, Tabs, thisBrowser } from "./tabs";

/** What a page needs of its surroundings. */
export type World = Means & {
  entities: Entities;
  browser: () => Browser;
  /** Takes away what others have left here. */
  forgetOthers: (userId: string) => Promise<void>;
};

const THIS_WORLD: World = {
  entities,
  call,
  fetchForever: fetchWithin(null),
  connection,
  browser: thisBrowser,
  forgetOthers,
  patience: PATIENCE_MS,
};

export class Sync {
  readonly state: State;
  readonly #role: Role;
  readonly #refusals: Refusals;
  #tabs: Tabs | undefined;
  #isOpened = () => {};
  readonly #opened = new Promise<void>((resolve) => {
    this.#isOpened = resolve;
  });

  constructor(
    private readonly userId: string,
    private readonly world: World = THIS_WORLD,
  ) {
    this.state = new State(world.entities);
    const isMine = async (page: string) => this.#role.leads && !(await this.#tabs?.isOpen(page));
    this.#refusals = new Refusals(this.state, isMine, (one) => this.#heard(one));
    this.#role = new Role(this.state, world, () => void this.#refusals.tell());
  }

  subscribe = (tell: () => void) => this.state.subscribe(tell);
  get = () => this.state.get();

  /** Shown at once, kept as soon as possible, sent when it may. */
  add(entity: string, itemId: string, change: Change): void {
    this.addAll(entity, [[itemId, change]]);
  }

  /** The same for many, which are kept together. */
  addAll(entity: string, changes: readonly (readonly [itemId: string, change: Change])[]): void {
    const goesAtOnce = !this.world.connection.isWaiting();
    this.#put(changes.map(([itemId, change]) => commandOf(this.state.page, { entity, itemId }, change, goesAtOnce)));
  }

  /** What the page before could not keep. */
  addAgain(commands: readonly Command[]): void {
    const { page } = this.state;
    this.#put(commands.map((one) => ({ ...pendingOf(one), page })));
  }

  #put(commands: readonly Pending[]): void {
    for (const one of commands) this.state.outbox.put(one);
    this.state.store?.keep(commands);
    this.#role.added();
    this.state.changed();
  }

  /** Somebody may be about to write. */
  reach = (): void => this.#role.reach();

  /** Whether the item, or a command about it, is known here. Waits until the store has been read, but not for ever. */
  async knows(entity: string, itemId: string): Promise<boolean> {
    await this.#opened;
    return (
      this.state.outbox.of({ entity, itemId }).length > 0 || this.state.replica.of(entity).known(itemId) !== undefined
    );
  }

  /** Resolves when all commands about these items are stored in this browser, or confirmed by the API. */
  whenKept(entity: string, itemIds: readonly string[]): Promise<void> {
    const { outbox } = this.state;
    const isKept = () => itemIds.every((itemId) => outbox.of({ entity, itemId }).every(({ order }) => order !== null));
    return new Promise((resolve) => {
      if (isKept()) return resolve();
      const leave = this.subscribe(() => {
        if (!isKept()) return;
        leave();
        resolve();
      });
    });
  }

  choose = ({ id, theirs }: Conflict, keepsMine: boolean): void => this.#role.choose({ id, theirs, keepsMine });

  /** Sends what is not synced at once, also what was refused. */
  retry(): void {
    this.world.connection.retryNow();
    this.#role.tryAgain(true);
  }

  /** Asks once more for what the API has not given. */
  reload = (): void => this.#role.tryAgain(false);

  onRefusal: Refusals["listen"] = (...listener) => this.#refusals.listen(...listener);

  /** Until the returned function is called. */
  start(): () => void {
    const controller = new AbortController();
    void this.#start(controller.signal);
    return () => controller.abort();
  }

  async #start(signal: AbortSignal): Promise<void> {
    const tabs = new Tabs(this.world.browser(), this.userId, this.state.page);
    // What is said before that is in the store, or the leader tells it.
    let hasStarted = false;
    tabs.open((message) => hasStarted && this.#role.hear(message));
    this.#tabs = tabs;
    signal.addEventListener("abort", () => this.#stop(tabs));

    // An open may take longer than anybody waits for it.
    const opening = this.#open(signal).catch(() => this.#role.durable(false));
    await within(this.world.patience, opening).catch(() => {});
    this.#isOpened();
    if (signal.aborted) return;
    hasStarted = true;
    this.#role.start(tabs, signal);
    void this.world.forgetOthers(this.userId).catch(() => {});
  }

  async #open(signal: AbortSignal): Promise<void> {
    const store = await Store.open(this.userId, this.world.entities);
    const kept = await store.read();
    if (signal.aborted) store.close();
    else this.#role.attach(store, kept);
  }

  #stop(tabs: Tabs): void {
    this.#role.stop();
    tabs.close();
    this.#tabs = undefined;
    this.state.store?.close();
    this.state.store = undefined;
  }

  #heard(one: Pending): void {
    this.state.outbox.drop(one.id);
    this.state.store?.drop([one]);
    this.#tabs?.post({ kind: "heard", ids: [one.id] });
    this.state.changed();
  }

  /** Deletes everything of this person from this browser; the unsent commands only with `unsent`. */
  async forget({ unsent }: { unsent: boolean }): Promise<void> {
    // What cannot be reached, because another page has forgotten it, has been forgotten.
    await this.state.store?.forget({ unsent }).catch(() => {});
  }
}
