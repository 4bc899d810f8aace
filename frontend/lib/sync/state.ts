/** What one page knows of the person's items, and who is told when that changes. */

import { newId } from "../api/ids";
import { same } from "../compare";
import { type Conflict, isConflict, keptOf, type Pending } from "./command";
import type { Entities, Things } from "./entities";
import type { Step } from "./leader";
import { Outbox } from "./outbox";
import { Replica } from "./replica";
import type { Store } from "./store";
import type { News } from "./tabs";

/** By kind, newest first. */
export type Shown = { readonly [Kind in keyof Things]: Things[Kind][] };

/** What a page shows. `shown` is undefined until there is anything to show. */
export type View = {
  shown: Shown | undefined;
  pending: readonly Pending[];
  conflicts: readonly Conflict[];
  /** Why the API gives nothing, in its own words. */
  refused: string | undefined;
  /** Whether what is pending would be there if the page were closed now. */
  isDurable: boolean;
  /** Whether the browser keeps what it is given. */
  keeps: boolean;
};

export const NOTHING: View = {
  shown: undefined,
  pending: [],
  conflicts: [],
  refused: undefined,
  isDurable: true,
  keeps: true,
};

/** With more commands than this, a page is drawn less often than answers come. */
const MANY = 100;
const ANSWERS_MS = 250;

export class State {
  /** Which page this is. */
  readonly page = newId();
  readonly replica: Replica;
  readonly outbox: Outbox;
  store: Store | undefined;
  /** Whether there is anything to show, though all may be being told anew. */
  isKnown = false;
  keeps = true;
  refused: string | undefined;
  #view = NOTHING;
  #isOld = false;
  #isTelling = false;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  readonly #watchers = new Set<() => void>();

  constructor(readonly entities: Entities) {
    this.replica = new Replica(entities);
    this.outbox = new Outbox(this.replica, entities);
  }

  subscribe = (tell: () => void) => {
    this.#watchers.add(tell);
    return () => void this.#watchers.delete(tell);
  };

  get = (): View => {
    if (this.#isOld) this.#view = same(this.#view, this.#look());
    this.#isOld = false;
    return this.#view;
  };

  /** All commands, those too that are kept only until the person has heard why they were refused. */
  commands = (): Pending[] => [...this.outbox.pending, ...this.outbox.over];

  /** What the leader changes: shown here and kept in one go. What is to be told of it to the other pages. */
  commit({ rows: told = [], put = [], drop = [] }: Step): Pick<News, "rows" | "pending" | "dropped"> {
    const { outbox, replica, store } = this;
    // What was read on the way to an answer may be older than what the feed has told meanwhile.
    const rows = told.map((one) => replica.of(one.entity).asKnown(one));
    outbox.changed(rows);
    const changed = put.filter((one) => !isKeptSame(outbox.get(one.id), one));
    for (const one of put) outbox.put(one);
    for (const { id } of drop) outbox.drop(id);
    this.isKnown ||= replica.isComplete;
    store?.keep(changed);
    store?.drop(drop);
    if (rows.length > 0) store?.keepRows(rows, replica.position);
    return { ...(rows.length > 0 && { rows }), pending: put, dropped: drop.map(({ id }) => id) };
  }

  /** The API has said something. The more is on its way, the more answers are drawn together. */
  answered(): void {
    if (this.outbox.pending.length <= MANY) this.changed();
    else this.#waiting ??= setTimeout(() => this.changed(), ANSWERS_MS);
  }

  /** Told once for all that changes in one go: a thousand edits are drawn together. */
  changed(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    this.#isOld = true;
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      for (const tell of this.#watchers) tell();
    });
  }

  #shown(): Shown {
    const all = Object.keys(this.entities).map((entity) => [entity, this.outbox.items(entity)]);
    return same(this.#view.shown, Object.fromEntries(all));
  }

  #look(): View {
    const { pending } = this.outbox;
    // Also while everything is being loaded: page by page, and not all at its end.
    const shown = this.#shown();
    const isThere = this.isKnown || this.replica.isComplete || pending.some(({ change }) => change.kind === "create");
    return {
      shown: isThere ? shown : undefined,
      pending,
      conflicts: same(this.#view.conflicts, pending.filter(isConflict)),
      refused: this.refused,
      keeps: this.keeps,
      isDurable: this.keeps && pending.every(({ order }) => order !== null),
    };
  }
}

function isKeptSame(known: Pending | undefined, one: Pending): boolean {
  const before = known && keptOf(known);
  return before !== undefined && same(before, keptOf(one)) === before;
}
