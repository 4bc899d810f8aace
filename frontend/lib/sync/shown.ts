/** The items of one kind as a page shows them: rows with what is pending on top. */

import { compare, same } from "../compare";
import type { FieldsOf } from "../domain/fields";
import type { Item } from "../domain/item";
import { completed } from "../domain/merge";
import { apply, type Pending } from "./command";
import { Membership } from "./container";
import type { Table } from "./table";

/** `rank`: new items come first, the newest of them at the top; null once the API has dated them. */
type Shown = { item: Item; rank: number | null };

type Outside = {
  /** Those about an item, in order. */
  commandsOf: (id: string) => readonly Pending[];
  /** What an item is in. */
  containersIn: (item: Item) => readonly string[];
  /** Whether it goes with something else that is being deleted. */
  isHidden: (item: Item) => boolean;
};

export class ShownItems {
  readonly #shown = new Map<string, Shown>();
  #sorted: Shown[] = [];
  #items: Item[] = [];
  /** To be looked at again before anything is shown. */
  readonly #stale = new Set<string>();
  /** Of those that have been looked at, shown or hidden. */
  readonly #membership = new Membership();

  constructor(
    private readonly table: Table,
    private readonly fields: FieldsOf<object>,
    private readonly outside: Outside,
  ) {}

  /** Its row or its commands have changed. */
  changed(id: string): void {
    this.#stale.add(id);
  }

  /** Something has that such items are in; returns which ones. */
  changedIn(ref: string): readonly string[] {
    const members = [...this.#membership.of(ref)];
    for (const id of members) this.#stale.add(id);
    return members;
  }

  /** All rows have. */
  changedAll(): void {
    for (const id of this.#shown.keys()) this.#stale.add(id);
    for (const { id } of this.table.all()) this.#stale.add(id);
  }

  get(id: string): Item | undefined {
    return this.#look(id)?.item;
  }

  /** Newest first. Only what has changed is looked at again. */
  get items(): Item[] {
    if (this.#stale.size === 0) return this.#items;
    const added: Shown[] = [];
    let isChanged = false;
    let gone = 0;
    for (const id of this.#stale) {
      const before = this.#shown.get(id);
      const after = this.#look(id);
      if (!before && !after) continue;
      if (before && after && before.rank === after.rank && before.item.created_at === after.item.created_at) {
        const item = same(before.item, after.item);
        isChanged ||= before.item !== item;
        before.item = item;
        continue;
      }
      gone += Number(this.#shown.delete(id));
      if (!after) continue;
      this.#shown.set(id, after);
      added.push(after);
    }
    this.#stale.clear();
    if (gone) this.#sorted = this.#sorted.filter((one) => this.#shown.get(one.item.id) === one);
    if (added.length > 0) this.#sorted = merged(this.#sorted, added.sort(newestFirst));
    if (gone + added.length > 0 || isChanged) this.#items = this.#sorted.map(({ item }) => item);
    return this.#items;
  }

  /** The row with what is pending on top, also where it is hidden. */
  made(id: string, commands = this.outside.commandsOf(id)): Item | null {
    return commands.reduce((before, { change }) => apply(before, id, change), this.table.get(id) ?? null);
  }

  #look(id: string): Shown | undefined {
    const commands = this.outside.commandsOf(id);
    const row = this.table.get(id);
    const made = this.made(id, commands);
    this.#membership.set(id, made ? this.outside.containersIn(made) : []);
    if (!made || this.outside.isHidden(made)) return undefined;
    // A command may be from before a field existed, as a row may be.
    const item = commands.length > 0 ? (completed<object>(this.fields, made) as Item) : made;
    const isNew = !row && commands[0]?.change.kind === "create";
    return { item, rank: isNew ? (commands[0]?.order ?? Number.MAX_SAFE_INTEGER) : null };
  }
}

/** Both are in order. What is new is mostly on top, or lies together: its place is looked for, and not compared with all. */
function merged(all: readonly Shown[], added: readonly Shown[]): Shown[] {
  const both: Shown[] = [];
  let from = 0;
  const takeTo = (end: number) => {
    while (from < end) both.push(all[from++] as Shown);
  };
  for (const one of added) {
    let [low, high] = [from, all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (newestFirst(all[middle] as Shown, one) < 0) low = middle + 1;
      else high = middle;
    }
    takeTo(low);
    both.push(one);
  }
  return both.concat(all.slice(from));
}

/** As the API lists them, after what is new. */
function newestFirst(a: Shown, b: Shown): number {
  if (a.rank !== b.rank) return (b.rank ?? -1) - (a.rank ?? -1);
  return compare(b.item.created_at, a.item.created_at) || compare(b.item.id, a.item.id);
}
