/** Whether this page leads or follows, and what the pages of one browser tell each other. */

import type { Call } from "../api/client";
import type { Connection } from "../api/connection";
import { keptOf, type Pending, pendingOf } from "./command";
import { Feed } from "./feed";
import { Leader, type Step } from "./leader";
import type { Position } from "./migrations";
import type { State } from "./state";
import type { Store } from "./store";
import type { Message, News, Tabs } from "./tabs";

/** With the stream when nobody looks. */
const HIDDEN_MS = 30_000;

/** What a page needs to speak with the API; `patience` is how long it waits for the leader's word. */
export type Means = {
  call: Call;
  /** Without a limit of time. */
  fetchForever: (request: Request) => Promise<Response>;
  connection: Connection;
  patience: number;
};

export class Role {
  readonly #feed: Feed;
  #tabs: Tabs | undefined;
  #leader: Leader | undefined;
  /** Rises whenever this page begins or ends to lead. */
  #turn = 0;
  /** Whether this page knows what the leader knew when it said so, and so understands what comes after that. */
  #isInStep = false;
  #telling = Promise.resolve();
  /** Pages that somebody looks at. */
  readonly #seen = new Set<string>();
  #hiding: ReturnType<typeof setTimeout> | undefined;
  #asking: ReturnType<typeof setTimeout> | undefined;
  readonly #state: State;

  constructor(
    state: State,
    private readonly world: Means,
    private readonly onChange: () => void,
  ) {
    this.#state = state;
    this.#feed = new Feed(world.call, world.connection, world.fetchForever, {
      position: () => state.replica.position,
      onPage: (page, position) => {
        state.refused = undefined;
        this.#commit({ rows: [state.replica.merge(page, position)] });
        this.#leader?.pump();
      },
      onRefused: (detail) => {
        state.refused = detail;
        this.#commit({});
      },
    });
  }

  /** Whether it is this page that speaks with the API. */
  get leads(): boolean {
    return this.#leader !== undefined;
  }

  start(tabs: Tabs, signal: AbortSignal): void {
    this.#tabs = tabs;
    // Without a store nothing can be shared: this page sends its own.
    if (this.#state.store) this.#compete(tabs);
    else void this.#lead(tabs);
    this.#lookForLeader(tabs);
    this.#watchPage(signal);
  }

  stop(): void {
    this.#greet(false);
    clearTimeout(this.#asking);
    clearTimeout(this.#hiding);
    this.#resign();
    this.#tabs = undefined;
  }

  choose(id: string, keepsMine: boolean): void {
    if (this.#leader) this.#leader.choose(id, keepsMine);
    else this.#tabs?.post({ kind: "choose", id, keepsMine });
  }

  /** Sends what waits, also what was `refused`. */
  tryAgain(refused: boolean) {
    if (!this.#leader) return this.#tabs?.post({ kind: "try", refused });
    this.#feed.resume();
    if (refused) this.#leader.retry();
  }

  /** What is kept, and from now on what is to be. It may come later than anybody waits for it. */
  attach(store: Store, kept: Awaited<ReturnType<Store["read"]>>): void {
    const { replica, outbox } = this.#state;
    store.onKept = (orders) => this.#numbered(orders);
    store.onDurable = (isDurable) => this.durable(isDurable);
    store.onReopened = () => void this.#keepAgain(store).catch(() => {});
    this.#state.store = store;
    this.durable(true);
    this.#isInStep = kept.position !== undefined || replica.position !== undefined;
    if (replica.position === undefined) {
      replica.load(kept.tasks, kept.position);
      this.#state.isKnown ||= kept.position ? replica.isComplete : kept.tasks.length > 0;
      store.beginAt(kept.position);
    } else this.#keepAll(store, kept.position);
    const unkept = outbox.pending.filter(({ order }) => order === null);
    for (const command of kept.commands) if (!outbox.get(command.id)) outbox.put(pendingOf(command));
    store.keep(unkept);
    outbox.changedAll();
    this.#state.changed();
    // Until now it could share nothing, and was sending its own.
    if (this.#leader && this.#tabs && !this.#tabs.isAlone) this.#follow(this.#tabs);
    else this.#leader?.pump();
  }

  /** Something new was done on this page. */
  added(): void {
    if (!this.#state.store) this.#leader?.pump();
  }

  /** Whoever forgets somebody else may take away what has just been written. */
  async #keepAgain(store: Store): Promise<void> {
    const kept = new Set((await store.commands()).map(({ id }) => id));
    const isLost = (one: Pending) =>
      one.order !== null && (one.page === this.#state.page || this.#leader) && !kept.has(one.id);
    const again = this.#state
      .commands()
      .filter(isLost)
      .map((one) => ({ ...one, order: null }));
    for (const one of again) this.#state.outbox.put(one);
    store.keep(again);
  }

  #keepAll(store: Store, from: Parameters<Store["beginAt"]>[0]): void {
    store.beginAt(from);
    store.keepRows({ put: this.#state.replica.all(), gone: [] }, this.#state.replica.position);
  }

  #compete(tabs: Tabs, isForced = false): void {
    tabs.lead(
      () => void this.#lead(tabs, isForced),
      () => this.#follow(tabs),
      isForced,
    );
  }

  async #lead(tabs: Tabs, isForced = false): Promise<void> {
    clearTimeout(this.#asking);
    const turn = ++this.#turn;
    await this.#takeOver(isForced).catch(() => {});
    if (this.#turn !== turn) return;
    const { page, replica, outbox } = this.#state;
    const { call, connection } = this.world;
    const leader = new Leader({
      page,
      call,
      connection,
      replica,
      outbox,
      // What it was doing when another page took over is done again there.
      commit: (step) => (this.#turn === turn ? this.#commit(step) : undefined),
      settled: () => this.#state.store?.settled() ?? Promise.resolve(),
      sendsUnkept: () => !this.#state.store?.isDurable,
    });
    this.#leader = leader;
    tabs.post({ kind: "leads" });
    leader.start();
    this.#watchStream();
    this.onChange();
  }

  /** What the leader before has kept and could not tell any more. */
  async #takeOver(isForced: boolean): Promise<void> {
    const store = this.#state.store;
    if (!store) return;
    const position = await store.position();
    // Forgotten by another page: what this one knows is not to be kept any more.
    if (!position && this.#state.replica.position) store.detach();
    else await this.#catchUp(store, position);
    // What gets its number meanwhile may not have been read.
    const known = this.#state.commands().filter((one) => one.page !== this.#state.page || one.order !== null);
    const kept = new Map((await store.commands()).map((command) => [command.id, command]));
    for (const { id } of known) if (!kept.has(id)) this.#state.outbox.drop(id);
    for (const command of kept.values()) {
      const { theirs = null } = this.#state.outbox.get(command.id) ?? {};
      // One that was only asleep may be sending just now.
      this.#state.outbox.put({ ...pendingOf(command), wasTried: command.wasTried || isForced, theirs });
    }
  }

  async #catchUp(store: Store, position: Position | undefined): Promise<void> {
    if (JSON.stringify(position) !== JSON.stringify(this.#state.replica.position)) {
      const { tasks } = await store.read();
      this.#state.replica.load(tasks, position);
      this.#state.outbox.changedAll();
    }
    store.beginAt(position);
  }

  #resign(): void {
    this.#turn += 1;
    this.#leader?.stop();
    this.#leader = undefined;
    this.#feed.pause();
  }

  /** Another page leads now, because this one was asleep. */
  #follow(tabs: Tabs): void {
    this.#resign();
    this.#compete(tabs);
    this.#lookForLeader(tabs);
  }

  /** Says that this page is here, and leads itself if nobody answers. */
  #lookForLeader(tabs: Tabs): void {
    if (this.#leader || tabs.isAlone) return;
    this.#greet(isSeen());
    clearTimeout(this.#asking);
    this.#asking = setTimeout(() => {
      if (!this.#leader && this.#tabs === tabs) this.#compete(tabs, true);
    }, this.world.patience);
  }

  #greet(isSeen: boolean): void {
    this.#tabs?.post({ kind: "hello", page: this.#state.page, token: this.#state.replica.position?.token, isSeen });
  }

  hear(message: Message) {
    switch (message.kind) {
      case "news":
        return this.#hearNews(message);
      case "added":
        return void this.#hearAdded(message.commands);
      case "heard":
        for (const id of message.ids) this.#state.outbox.drop(id);
        return this.#state.changed();
      case "leads":
        this.#tellUnkept();
        return this.#tabs && this.#lookForLeader(this.#tabs);
      case "hello":
        return this.#welcome(message);
      case "choose":
        this.#leader?.choose(message.id, message.keepsMine);
        break;
      case "try":
        if (!this.#leader) return;
        this.world.connection.retryNow();
        this.tryAgain(message.refused);
        return this.#commit({});
    }
  }

  /** Done on another page. It may have been read from the store, sent and confirmed already. */
  async #hearAdded(commands: readonly Pending[]): Promise<void> {
    const kept = this.#leader ? await this.#state.store?.commands().catch(() => undefined) : undefined;
    const ids = kept && new Set(kept.map(({ id }) => id));
    const isOld = ({ id, order }: Pending) => order !== null && ids !== undefined && !ids.has(id);
    for (const one of commands) if (!isOld(one) && !this.#state.outbox.get(one.id)) this.#state.outbox.put(one);
    const old = commands.filter(isOld);
    if (old.length > 0) this.#tell({ dropped: old.map(({ id }) => id) });
    this.#leader?.pump();
    this.#state.changed();
  }

  #hearNews({ rows, all, position, pending, dropped, outage, refused }: News): void {
    if (this.#leader || (!this.#isInStep && all?.for !== this.#state.page)) return;
    clearTimeout(this.#asking);
    if (all?.for === this.#state.page) {
      this.#isInStep = true;
      if (all.tasks) this.#state.replica.load(all.tasks, position);
      const known = new Set(all.pending.map(({ id }) => id));
      const unknown = this.#state.commands().filter(({ id }) => !known.has(id));
      for (const { id, page } of unknown) if (page !== this.#state.page) this.#state.outbox.drop(id);
      // Either on its way to the leader, or confirmed already, and then it says so.
      const own = unknown.filter(({ order, page }) => order !== null && page === this.#state.page);
      if (own.length > 0) this.#tabs?.post({ kind: "added", commands: own });
      for (const one of all.pending) this.#state.outbox.put(one);
      this.#state.outbox.changedAll();
    } else if (rows) {
      this.#state.replica.follow(rows, position);
      for (const { id } of [...rows.put, ...rows.gone]) this.#state.outbox.changed(id);
    }
    for (const one of pending) this.#state.outbox.put(one);
    for (const id of dropped) this.#state.outbox.drop(id);
    this.#state.refused = refused;
    this.world.connection.follow(outage);
    this.onChange();
    this.#state.changed();
  }

  /** A page begins, or is looked at again. */
  #welcome({ page, token, isSeen }: Extract<Message, { kind: "hello" }>): void {
    if (isSeen) this.#seen.add(page);
    else this.#seen.delete(page);
    if (!this.#leader) return;
    this.#watchStream();
    if (!isSeen) return;
    const { position } = this.#state.replica;
    if (token === undefined && this.#state.store?.isDetached) this.#keepAll(this.#state.store, undefined);
    const isInStep = token !== undefined && token === position?.token;
    this.#tell({
      all: { for: page, tasks: isInStep ? undefined : this.#state.replica.all(), pending: this.#state.commands() },
    });
  }

  /** What the leader changes. */
  #commit({ rows = [], put = [], drop = [] }: Step): void {
    const told = { put: rows.flatMap((one) => one.put), gone: rows.flatMap((one) => one.gone) };
    for (const { id } of [...told.put, ...told.gone]) this.#state.outbox.changed(id);
    const changed = put.filter((one) => !isSame(this.#state.outbox.get(one.id), one));
    for (const one of put) this.#state.outbox.put(one);
    for (const { id } of drop) this.#state.outbox.drop(id);
    this.#state.isKnown ||= this.#state.replica.isComplete;
    this.#state.store?.keep(changed);
    this.#state.store?.drop(drop);
    if (rows.length > 0) this.#state.store?.keepRows(told, this.#state.replica.position);
    this.#tell({ ...(rows.length > 0 && { rows: told }), pending: put, dropped: drop.map(({ id }) => id) });
    this.onChange();
    this.#state.changed();
  }

  /** Not before it is kept: a page that begins in between reads it there. */
  #tell(part: Partial<News>): void {
    if (!this.#leader || !this.#tabs || this.#tabs.isAlone) return;
    const { position } = this.#state.replica;
    const outage = this.world.connection.get();
    const news: News = {
      kind: "news",
      position,
      pending: [],
      dropped: [],
      outage,
      refused: this.#state.refused,
      ...part,
    };
    this.#telling = this.#telling.then(async () => {
      await this.#state.store?.settled();
      this.#tabs?.post(news);
    });
  }

  /** New commands have got their numbers, and are on the disk. */
  #numbered(orders: ReadonlyMap<string, number>): void {
    const numbered = [...orders].flatMap(([id, order]) => {
      const one = this.#state.outbox.get(id);
      return one ? [{ ...one, order }] : [];
    });
    for (const one of numbered) this.#state.outbox.put(one);
    if (this.#leader) this.#tell({ pending: numbered });
    else this.#tabs?.post({ kind: "added", commands: numbered });
    this.#leader?.pump();
    this.#state.changed();
  }

  /** Whether the browser keeps what it is given. */
  durable(isDurable: boolean): void {
    this.#state.keeps = isDurable;
    if (!isDurable) this.#tellUnkept();
    this.#leader?.pump();
    this.#state.changed();
  }

  /** What cannot be kept is sent all the same, by whoever can. */
  #tellUnkept(): void {
    const commands = this.#state.outbox.pending.filter((one) => one.order === null && one.page === this.#state.page);
    if (!this.#state.keeps && !this.#leader) this.#tabs?.post({ kind: "added", commands });
  }

  #watchPage(signal: AbortSignal): void {
    const look = () => {
      if (this.#leader) return this.#watchStream();
      if (isSeen() && this.#tabs) this.#lookForLeader(this.#tabs);
      else this.#greet(false);
    };
    signal.addEventListener(
      "abort",
      this.world.connection.onRetry(() => this.tryAgain(false)),
    );
    signal.addEventListener(
      "abort",
      this.world.connection.subscribe(() => this.#tell({})),
    );
    globalThis.document?.addEventListener("visibilitychange", look, { signal });
    globalThis.window?.addEventListener?.("offline", this.#feed.interrupt, { signal });
  }

  /** One stream for all pages of this browser, for as long as somebody may be looking at any of them. */
  #watchStream() {
    clearTimeout(this.#hiding);
    if (isSeen() || this.#seen.size > 0) return this.#feed.resume();
    this.#hiding = setTimeout(() => this.#feed.pause(), HIDDEN_MS);
  }
}

const isSeen = () => globalThis.document?.visibilityState !== "hidden";

/** As far as it is kept. */
function isSame(known: Pending | undefined, one: Pending): boolean {
  if (!known) return false;
  const before = keptOf(known);
  const after = keptOf(one);
  return (Object.keys(after) as (keyof typeof after)[]).every((name) => before[name] === after[name]);
}
