/** The items of one kind as the API has last told them. */

import type { Item } from "../domain/item";
import { Membership } from "./container";

/** An item that is gone, with the last version of it that was here. */
export type Gone = { id: string; version: number };
/** As the feed tells it: an item is gone up to that version of it. An API from before the update gives none. */
export type Deleted = { id: string; version?: number };
/**
 * What the API has told of one kind: items as they are, and those that are gone. `again` is what is known already of items that
 * the feed has told: no news here, but perhaps on a page that has opened since it was.
 */
export type Rows = { entity: string; put: readonly Item[]; gone: readonly Gone[]; again?: readonly (Item | Gone)[] };
/** What was known of an item: as it is, or which version of it went. */
export type Known = Item | Gone | undefined;

export const isItem = (known: Known): known is Item => known !== undefined && "created_at" in known;

/** What is older than what is known does not count. */
export class Table {
  readonly #rows = new Map<string, Item | Gone>();
  #size = 0;
  /** Shown until they are told anew: their versions may be of a log that is no more. */
  readonly #old = new Set<string>();
  /** How many first loads have begun to be told. */
  loads = 0;
  readonly #membership = new Membership();

  constructor(
    readonly entity: string,
    /** What an item is in. */
    private readonly containersIn: (item: Item) => readonly string[],
  ) {}

  get size(): number {
    return this.#size;
  }

  known(id: string): Known {
    return this.#rows.get(id);
  }

  get(id: string): Item | undefined {
    const row = this.#rows.get(id);
    return isItem(row) ? row : undefined;
  }

  all(): Item[] {
    return [...this.#rows.values()].filter(isItem);
  }

  /** Those that are in that item. */
  membersOf(ref: string): Item[] {
    return [...this.#membership.of(ref)].flatMap((id) => this.get(id) ?? []);
  }

  /** In place of all that was known. */
  load(items: Iterable<Item>): void {
    this.#rows.clear();
    this.#membership.clear();
    this.#old.clear();
    this.#size = 0;
    for (const item of items) this.#set(item.id, item);
  }

  /** Those are told anew from here on. */
  tellAnew(isMeant: (id: string) => boolean): void {
    for (const id of this.#rows.keys()) if (isMeant(id)) this.#old.add(id);
  }

  /** A page of the feed. `isPassed` says of an item whether a first load has come past it. */
  merge(told: readonly Item[], deleted: readonly Deleted[], isPassed?: (id: string) => boolean): Rows {
    const put = told.filter((item) => this.put(item));
    // Of what is known to be gone up to there it is no news: an answer that was asked for since still counts.
    const news = deleted.filter(({ id, version = Number.POSITIVE_INFINITY }) =>
      this.get(id) ? version >= this.versionOf(id) : version > this.versionOf(id),
    );
    const gone = news.flatMap(({ id }) => this.remove(id, this.versionOf(id)));
    if (isPassed) {
      const ids = new Set(told.map(({ id }) => id));
      const lost = this.all().filter(({ id }) => isPassed(id) && !ids.has(id));
      // What has changed since the load began is not in it: the log, which follows, tells it.
      for (const { id, version } of lost) {
        this.#set(id, undefined);
        gone.push({ id, version });
      }
    }
    const changed = new Set([...put, ...gone].map(({ id }) => id));
    const again = [...told, ...deleted].flatMap(({ id }) => (changed.has(id) ? [] : (this.#rows.get(id) ?? [])));
    return { entity: this.entity, put, gone, again };
  }

  /** The same items, as they are known by now. */
  asKnown({ put, gone, ...rest }: Rows): Rows {
    const now = [...put, ...gone].map(({ id, version }) => this.#rows.get(id) ?? { id, version });
    return { ...rest, put: now.filter(isItem), gone: now.filter((one) => !isItem(one)) };
  }

  /** As another page of this browser has found; that one compares. */
  follow({ put, gone, again = [] }: Rows): void {
    for (const one of [...put, ...gone, ...again]) this.#set(one.id, one);
  }

  versionOf(id: string): number {
    return this.#old.has(id) ? 0 : (this.#rows.get(id)?.version ?? 0);
  }

  /** What is told once more is no news. */
  put(item: Item): boolean {
    const isTold = !this.#old.has(item.id) && this.get(item.id)?.version === item.version;
    if (isTold || item.version < this.versionOf(item.id)) return false;
    this.#set(item.id, item);
    return true;
  }

  remove(id: string, version: number): Gone[] {
    const gone = { id, version };
    const wasHere = this.get(id) !== undefined;
    this.#set(id, gone);
    return wasHere ? [gone] : [];
  }

  #set(id: string, row: Known): void {
    this.#old.delete(id);
    this.#size += Number(isItem(row)) - Number(isItem(this.#rows.get(id)));
    if (row) this.#rows.set(id, row);
    else this.#rows.delete(id);
    this.#membership.set(id, isItem(row) ? this.containersIn(row) : []);
  }
}
