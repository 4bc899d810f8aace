/** The person's items as the API has last told them, and how far that goes in its log of changes. */

import { type Item, onlyItem } from "../domain/item";
import { completed } from "../domain/merge";
import { containersIn } from "./container";
import type { Position } from "./database";
import type { Entities, Entity } from "./entities";
import type { Page } from "./feed";
import { type Deleted, type Rows, Table } from "./table";

/** By kind. */
export type Items = Readonly<Record<string, readonly Item[]>>;

export class Replica {
  readonly #tables: ReadonlyMap<string, Table>;
  position: Position | undefined;

  constructor(private readonly entities: Entities) {
    const tableOf = (entity: string) => new Table(entity, (item) => containersIn(entities, entity, item));
    this.#tables = new Map(Object.keys(entities).map((entity) => [entity, tableOf(entity)]));
  }

  of(entity: string): Table {
    return this.#tables.get(entity) as Table;
  }

  get size(): number {
    return [...this.#tables.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Whether all that there is has been told at least once. */
  get isComplete(): boolean {
    return this.position?.loadedTo === null;
  }

  all(): Items {
    return Object.fromEntries([...this.#tables].map(([entity, table]) => [entity, table.all()]));
  }

  /** In place of all that was known. */
  load(items: Items, position: Position | undefined): void {
    for (const [entity, table] of this.#tables) table.load(items[entity] ?? []);
    this.#goTo(position);
  }

  /** A page of the feed; what it has changed. Of a first load, whatever it has come past without telling it is gone. */
  merge(page: Page, position: Position): Rows[] {
    const before = this.position;
    const rows = Object.entries(this.entities).map(([name, entity]) => {
      const [wasAhead, isAhead] = [aheadOf(entity, before), aheadOf(entity, position)];
      const isPassed = wasAhead && ((id: string) => wasAhead(id) && !isAhead?.(id));
      const { items, deleted } = toldIn(page, entity, isPassed !== undefined);
      if (before?.token === "") this.of(name).loads += 1;
      return this.of(name).merge(items, deleted, isPassed);
    });
    this.#goTo(position);
    return rows;
  }

  /** As another page of this browser has found. */
  follow(rows: readonly Rows[], position: Position | undefined): void {
    for (const one of rows) this.#tables.get(one.entity)?.follow(one);
    this.#goTo(position);
  }

  /** What a first load is still to come to is from before it, also where another page has begun that load. */
  #goTo(position: Position | undefined): void {
    this.position = position;
    for (const [name, entity] of Object.entries(this.entities)) {
      const isAhead = aheadOf(entity, position);
      if (isAhead) this.of(name).tellAnew(isAhead);
    }
  }
}

type Told = { items: readonly Item[]; deleted: readonly Deleted[] };

/** What a page tells of one kind. `isFirst`: whether it tells all that there is, so that what it lacks was never written. */
function toldIn(page: Page, { feed, fields }: Entity, isFirst: boolean): Told {
  if (!("only" in feed))
    return { items: (page[feed.items] ?? []) as Item[], deleted: (page[feed.deleted] ?? []) as Deleted[] };
  const told = (page[feed.only] ?? (isFirst ? NEVER_WRITTEN : null)) as { version: number } | null;
  return { items: told ? [onlyItem(completed<object>(fields, told) as typeof told)] : [], deleted: [] };
}

const NEVER_WRITTEN = { version: 0 };

/** What a first load has not come to: what is behind the last item of its last page, or all that comes with its first page. */
function aheadOf({ isPaged }: Entity, position: Position | undefined): ((id: string) => boolean) | undefined {
  const { token, loadedTo = null } = position ?? {};
  if (loadedTo === null) return undefined;
  if (isPaged) return (id) => id > loadedTo;
  return token === "" ? () => true : undefined;
}
