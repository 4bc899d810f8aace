/** One person's tasks in one page: kept in this browser, in step with the API, and with what is pending on top. */

import { type Call, call, fetchWithin } from "../api/client";
import { type Connection, connection } from "../api/connection";
import { newId } from "../api/ids";
import type { Task } from "../domain/task";
import {
  type Change,
  type Conflict,
  commandOf,
  isConflict,
  keptOf,
  type Pending,
  pendingOf,
  type Verdict,
} from "./command";
import { Feed } from "./feed";
import { Leader, type Step } from "./leader";
import type { Position } from "./migrations";
import { forgetShell, renewShell } from "./offline";
import { Outbox } from "./outbox";
import { Replica } from "./replica";
import { forgetOthers, Store } from "./store";
import { type Browser, type Message, type News, Tabs, thisBrowser } from "./tabs";

/** What a page shows. `tasks` is undefined until there is anything to show, and comes newest first. */
export type View = {
  tasks: Task[] | undefined;
  pending: readonly Pending[];
  conflicts: readonly Conflict[];
  /** Why the API gives no tasks, in its own words. */
  refused: string | undefined;
  /** Whether what is pending would be there if the page were closed now. */
  isDurable: boolean;
};

export const NOTHING: View = { tasks: undefined, pending: [], conflicts: [], refused: undefined, isDurable: true };

/** Why the API has not taken a change. */
export type Refusal = Verdict & { change: Change; taskId: string };

/** What a page needs of its surroundings. */
export type World = {
  call: Call;
  /** Without a limit of time. */
  fetchForever: (request: Request) => Promise<Response>;
  connection: Connection;
  browser: () => Browser;
  /** Takes away what others have left here; whether there was anybody. */
  forgetOthers: (userId: string) => Promise<boolean>;
  patience: number;
};

/** How long a page waits: for its store, for the leader's word, and with the stream when nobody looks. */
const PATIENCE_MS = 3_000;
const HIDDEN_MS = 30_000;

const THIS_WORLD: World = {
  call,
  fetchForever: fetchWithin(null),
  connection,
  browser: thisBrowser,
  forgetOthers,
  patience: PATIENCE_MS,
};

export class Sync {
  /** Which page this is. */
  readonly page = newId();
  readonly replica = new Replica();
  readonly outbox = new Outbox(this.replica);
  readonly #feed: Feed;
  #store: Store | undefined;
  #tabs: Tabs | undefined;
  #leader: Leader | undefined;
  /** Rises whenever this page begins or ends to lead. */
  #turn = 0;
  #isKnown = false;
  /** Whether this page knows what the leader knew when it said so, and so understands what comes after that. */
  #isInStep = false;
  #isDurable = true;
  #refused: string | undefined;
  #view: View | undefined = NOTHING;
  #telling = Promise.resolve();
  /** Pages that somebody looks at. */
  readonly #seen = new Set<string>();
  #hiding: ReturnType<typeof setTimeout> | undefined;
  #asking: ReturnType<typeof setTimeout> | undefined;
  readonly #watchers = new Set<() => void>();
  readonly #listeners = new Set<(refusal: Refusal) => void>();
  /** Refusals that this page has told of, and that may yet be taken. */
  readonly #told = new Set<string>();

  constructor(
    private readonly userId: string,
    private readonly world: World = THIS_WORLD,
  ) {
    this.#feed = new Feed(world.call, world.connection, world.fetchForever, {
      position: () => this.replica.position,
      onPage: (page, position) => {
        this.#refused = undefined;
        this.#commit({ rows: [this.replica.merge(page, position)] });
        this.#leader?.pump();
      },
      onRefused: (detail) => {
        this.#refused = detail;
        this.#commit({});
      },
    });
  }

  subscribe = (tell: () => void) => {
    this.#watchers.add(tell);
    return () => void this.#watchers.delete(tell);
  };

  get = (): View => {
    this.#view ??= this.#look();
    return this.#view;
  };

  /** Shown at once, kept as soon as possible, sent when it may. */
  add(taskId: string, change: Change): void {
    const one = commandOf(this.page, taskId, change);
    this.outbox.put(one);
    this.#store?.keep([one]);
    if (!this.#store) this.#leader?.pump();
    this.#changed();
  }

  choose(conflict: Conflict, keepsMine: boolean): void {
    if (this.#leader) this.#leader.choose(conflict.id, keepsMine);
    else this.#tabs?.post({ kind: "choose", id: conflict.id, keepsMine });
  }

  /** Sends what is not synced at once, also what was refused. */
  retry(): void {
    this.world.connection.retryNow();
    if (this.#leader) this.#leader.retry();
    else this.#tabs?.post({ kind: "try", refused: true });
  }

  /** Asks once more for what the API has not given. */
  reload(): void {
    if (this.#leader) this.#feed.resume();
    else this.#tabs?.post({ kind: "try", refused: false });
  }

  #all = (): Pending[] => [...this.outbox.pending, ...this.outbox.over];

  /** Not every page listens: what nobody hears is kept for the next that does. */
  onRefusal(tell: (refusal: Refusal) => void) {
    this.#listeners.add(tell);
    // When all that begin to listen together do.
    queueMicrotask(() => void this.#tellRefusals());
    return () => void this.#listeners.delete(tell);
  }

  /** Until the returned function is called. */
  start(): () => void {
    const controller = new AbortController();
    void this.#start(controller.signal);
    return () => controller.abort();
  }

  async #start(signal: AbortSignal): Promise<void> {
    const tabs = new Tabs(this.world.browser(), this.userId, this.page);
    const early: Message[] = [];
    let hear: (message: Message) => void = (message) => early.push(message);
    tabs.open((message) => hear(message));
    this.#tabs = tabs;
    signal.addEventListener("abort", () => this.#stop(tabs));

    const opening = Store.open(this.userId).then(
      (store) => this.#attach(store, signal),
      () => this.#durable(false),
    );
    await Promise.race([opening, new Promise((resolve) => setTimeout(resolve, this.world.patience))]);
    if (signal.aborted) return;
    hear = (message) => this.#hear(message);
    for (const message of early) hear(message);
    // Without a store nothing can be shared: this page sends its own.
    if (this.#store) this.#compete(tabs);
    else void this.#lead(tabs);
    this.#lookForLeader(tabs);
    this.#watchPage(signal);
    void this.world.forgetOthers(this.userId).then(
      (isSomebodyElse) => (isSomebodyElse ? renewShell() : undefined),
      () => {},
    );
  }

  #stop(tabs: Tabs): void {
    this.#greet(false);
    clearTimeout(this.#asking);
    clearTimeout(this.#hiding);
    this.#resign();
    tabs.close();
    this.#tabs = undefined;
    this.#store?.close();
    this.#store = undefined;
  }

  /** What was kept, and from now on what is to be. An open may take longer than anybody waits for it. */
  async #attach(store: Store, signal: AbortSignal): Promise<void> {
    const kept = await store.read();
    if (signal.aborted) return store.close();
    store.onKept = (orders) => this.#numbered(orders);
    store.onDurable = (isDurable) => this.#durable(isDurable);
    store.onReopened = () => void this.#keepAgain(store).catch(() => {});
    this.#store = store;
    this.#durable(true);
    if (this.replica.position === undefined) {
      this.replica.load(kept.tasks, kept.position);
      this.#isInStep = kept.position !== undefined;
      this.#isKnown ||= kept.position ? this.replica.isComplete : kept.tasks.length > 0;
      store.beginAt(kept.position);
    } else {
      this.#isInStep = true;
      this.#keepAll(store, kept.position);
    }
    const unkept = this.outbox.pending.filter(({ order }) => order === null);
    for (const command of kept.commands) if (!this.outbox.get(command.id)) this.outbox.put(pendingOf(command));
    store.keep(unkept);
    this.outbox.changedAll();
    this.#changed();
    // Until now it could share nothing, and was sending its own.
    if (!this.#leader || !this.#tabs || this.#tabs.isAlone) return this.#leader?.pump();
    this.#follow(this.#tabs);
  }

  /** Whoever forgets somebody else may take away what has just been written. */
  async #keepAgain(store: Store): Promise<void> {
    const kept = new Set((await store.commands()).map(({ id }) => id));
    const isLost = (one: Pending) =>
      one.order !== null && (one.page === this.page || this.#leader) && !kept.has(one.id);
    const again = this.#all()
      .filter(isLost)
      .map((one) => ({ ...one, order: null }));
    for (const one of again) this.outbox.put(one);
    store.keep(again);
  }

  #keepAll(store: Store, from: Parameters<Store["beginAt"]>[0]): void {
    store.beginAt(from);
    store.keepRows({ put: this.replica.all(), gone: [] }, this.replica.position);
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
    const { page, world, replica, outbox } = this;
    const leader = new Leader({
      page,
      call: world.call,
      connection: world.connection,
      replica,
      outbox,
      // What it was doing when another page took over is done again there.
      commit: (step) => (this.#turn === turn ? this.#commit(step) : undefined),
      settled: () => this.#store?.settled() ?? Promise.resolve(),
      sendsUnkept: () => !this.#store?.isDurable,
    });
    this.#leader = leader;
    tabs.post({ kind: "leads" });
    leader.start();
    this.#watchStream();
    void this.#tellRefusals();
  }

  /** What the leader before has kept and could not tell any more. */
  async #takeOver(isForced: boolean): Promise<void> {
    const store = this.#store;
    if (!store) return;
    const position = await store.position();
    // Forgotten by another page: what this one knows is not to be kept any more.
    if (!position && this.replica.position) store.detach();
    else await this.#catchUp(store, position);
    // What gets its number meanwhile may not have been read.
    const known = this.#all().filter((one) => one.page !== this.page || one.order !== null);
    const kept = new Map((await store.commands()).map((command) => [command.id, command]));
    for (const { id } of known) if (!kept.has(id)) this.outbox.drop(id);
    for (const command of kept.values()) {
      const { theirs = null } = this.outbox.get(command.id) ?? {};
      // One that was only asleep may be sending just now.
      this.outbox.put({ ...pendingOf(command), wasTried: command.wasTried || isForced, theirs });
    }
  }

  async #catchUp(store: Store, position: Position | undefined): Promise<void> {
    if (JSON.stringify(position) !== JSON.stringify(this.replica.position)) {
      const { tasks } = await store.read();
      this.replica.load(tasks, position);
      this.outbox.changedAll();
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
    this.#tabs?.post({ kind: "hello", page: this.page, token: this.replica.position?.token, isSeen });
  }

  #hear(message: Message) {
    switch (message.kind) {
      case "news":
        return this.#hearNews(message);
      case "added":
        return void this.#hearAdded(message.commands);
      case "heard":
        for (const id of message.ids) this.outbox.drop(id);
        return this.#changed();
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
        this.#feed.resume();
        if (message.refused) this.#leader.retry();
        return this.#commit({});
    }
  }

  /** Done on another page. It may have been read from the store, sent and confirmed already. */
  async #hearAdded(commands: readonly Pending[]): Promise<void> {
    const kept = this.#leader ? await this.#store?.commands().catch(() => undefined) : undefined;
    const ids = kept && new Set(kept.map(({ id }) => id));
    const isOld = ({ id, order }: Pending) => order !== null && ids !== undefined && !ids.has(id);
    for (const one of commands) if (!isOld(one) && !this.outbox.get(one.id)) this.outbox.put(one);
    const old = commands.filter(isOld);
    if (old.length > 0) this.#tell({ dropped: old.map(({ id }) => id) });
    this.#leader?.pump();
    this.#changed();
  }

  #hearNews({ rows, all, position, pending, dropped, outage, refused }: News): void {
    if (this.#leader || (!this.#isInStep && all?.for !== this.page)) return;
    clearTimeout(this.#asking);
    if (all?.for === this.page) {
      this.#isInStep = true;
      if (all.tasks) this.replica.load(all.tasks, position);
      const known = new Set(all.pending.map(({ id }) => id));
      const unknown = this.#all().filter(({ id }) => !known.has(id));
      for (const { id, page } of unknown) if (page !== this.page) this.outbox.drop(id);
      // Either on its way to the leader, or confirmed already, and then it says so.
      const own = unknown.filter(({ order, page }) => order !== null && page === this.page);
      if (own.length > 0) this.#tabs?.post({ kind: "added", commands: own });
      for (const one of all.pending) this.outbox.put(one);
      this.outbox.changedAll();
    } else if (rows) {
      this.replica.follow(rows, position);
      for (const { id } of [...rows.put, ...rows.gone]) this.outbox.changed(id);
    }
    for (const one of pending) this.outbox.put(one);
    for (const id of dropped) this.outbox.drop(id);
    this.#refused = refused;
    this.world.connection.follow(outage);
    void this.#tellRefusals();
    this.#changed();
  }

  /** A page begins, or is looked at again. */
  #welcome({ page, token, isSeen }: Extract<Message, { kind: "hello" }>): void {
    if (isSeen) this.#seen.add(page);
    else this.#seen.delete(page);
    if (!this.#leader) return;
    this.#watchStream();
    if (!isSeen) return;
    const { position } = this.replica;
    if (token === undefined && this.#store?.isDetached) this.#keepAll(this.#store, undefined);
    const isInStep = token !== undefined && token === position?.token;
    this.#tell({ all: { for: page, tasks: isInStep ? undefined : this.replica.all(), pending: this.#all() } });
  }

  /** What the leader changes. */
  #commit({ rows = [], put = [], drop = [] }: Step): void {
    const told = { put: rows.flatMap((one) => one.put), gone: rows.flatMap((one) => one.gone) };
    for (const { id } of [...told.put, ...told.gone]) this.outbox.changed(id);
    const changed = put.filter((one) => !isSame(this.outbox.get(one.id), one));
    for (const one of put) this.outbox.put(one);
    for (const { id } of drop) this.outbox.drop(id);
    this.#isKnown ||= this.replica.isComplete;
    this.#store?.keep(changed);
    this.#store?.drop(drop);
    if (rows.length > 0) this.#store?.keepRows(told, this.replica.position);
    this.#tell({ ...(rows.length > 0 && { rows: told }), pending: put, dropped: drop.map(({ id }) => id) });
    void this.#tellRefusals();
    this.#changed();
  }

  /** Not before it is kept: a page that begins in between reads it there. */
  #tell(part: Partial<News>): void {
    if (!this.#leader || !this.#tabs || this.#tabs.isAlone) return;
    const { position } = this.replica;
    const outage = this.world.connection.get();
    const news: News = { kind: "news", position, pending: [], dropped: [], outage, refused: this.#refused, ...part };
    this.#telling = this.#telling.then(async () => {
      await this.#store?.settled();
      this.#tabs?.post(news);
    });
  }

  /** New commands have got their numbers, and are on the disk. */
  #numbered(orders: ReadonlyMap<string, number>): void {
    const numbered = [...orders].flatMap(([id, order]) => {
      const one = this.outbox.get(id);
      return one ? [{ ...one, order }] : [];
    });
    for (const one of numbered) this.outbox.put(one);
    if (this.#leader) this.#tell({ pending: numbered });
    else this.#tabs?.post({ kind: "added", commands: numbered });
    this.#leader?.pump();
    this.#changed();
  }

  #durable(isDurable: boolean): void {
    this.#isDurable = isDurable;
    if (!isDurable) this.#tellUnkept();
    this.#leader?.pump();
    this.#changed();
  }

  /** What cannot be kept is sent all the same, by whoever can. */
  #tellUnkept(): void {
    const commands = this.outbox.pending.filter((one) => one.order === null && one.page === this.page);
    if (!this.#isDurable && !this.#leader) this.#tabs?.post({ kind: "added", commands });
  }

  #watchPage(signal: AbortSignal): void {
    const look = () => {
      if (this.#leader) return this.#watchStream();
      if (isSeen() && this.#tabs) this.#lookForLeader(this.#tabs);
      else this.#greet(false);
    };
    const retry = () => (this.#leader ? this.#feed.resume() : this.#tabs?.post({ kind: "try", refused: false }));
    signal.addEventListener("abort", this.world.connection.onRetry(retry));
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

  /** Each is told once, on the page where it was written, or on the leader if that one is gone. */
  async #tellRefusals(): Promise<void> {
    const isDue = ({ id, verdict }: Pending) => verdict !== null && !this.#told.has(id);
    const refused = [...this.outbox.pending, ...this.outbox.over].filter(isDue);
    for (const one of refused) {
      const isMine = one.page === this.page || (this.#leader && !(await this.#tabs?.isOpen(one.page)));
      const isTold = this.#told.has(one.id) || !this.outbox.get(one.id)?.verdict;
      if (!isMine || isTold || this.#listeners.size === 0 || !one.verdict) continue;
      this.#told.add(one.id);
      const { change, taskId, verdict } = one;
      for (const tell of this.#listeners) tell({ change, taskId, ...verdict });
      if (!verdict.isKept) this.#heard(one);
    }
    for (const id of this.#told) if (!this.outbox.get(id)?.verdict) this.#told.delete(id);
  }

  #heard(one: Pending): void {
    this.outbox.drop(one.id);
    this.#store?.drop([one]);
    this.#tabs?.post({ kind: "heard", ids: [one.id] });
    this.#changed();
  }

  /** Leaves nothing of this person in this browser, except, unless told so, what the API has not got yet. */
  async forget({ unsent }: { unsent: boolean }): Promise<void> {
    // What cannot be reached, because another page has forgotten it, has been forgotten.
    await this.#store?.forget({ unsent }).catch(() => {});
    await forgetShell();
  }

  #changed(): void {
    this.#view = undefined;
    for (const tell of this.#watchers) tell();
  }

  #look(): View {
    const { pending } = this.outbox;
    const isThere = this.#isKnown || this.replica.isComplete || pending.some(({ change }) => change.kind === "create");
    return {
      tasks: isThere ? this.outbox.tasks : undefined,
      pending,
      conflicts: pending.filter(isConflict),
      refused: this.#refused,
      isDurable: this.#isDurable && pending.every(({ order }) => order !== null),
    };
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
