/** The commands that the API has not confirmed yet, in their order, and the items as a page shows them. */

import type { Item } from "../domain/item";
import { type About, isBeingDeleted, isOver, type Pending, refOf } from "./command";
import { containersIn } from "./container";
import type { Entities } from "./entities";
import type { Replica } from "./replica";
import { ShownItems } from "./shown";
import type { Rows } from "./table";

/** More than there can be; while something is on its way, items may be below themselves. */
const MOST_LEVELS = 10;

const NOTHING: readonly Pending[] = [];

export class Outbox {
  readonly #byId = new Map<string, Pending>();
  readonly #byItem = new Map<string, Pending[]>();
  readonly #shown = new Map<string, ShownItems>();
  #pending: readonly Pending[] | undefined;

  constructor(
    replica: Replica,
    private readonly entities: Entities,
  ) {
    for (const [entity, { fields }] of Object.entries(entities)) {
      const shown = new ShownItems(replica.of(entity), fields, {
        commandsOf: (itemId) => this.of({ entity, itemId }),
        containersIn: (item) => containersIn(entities, entity, item),
        isHidden: (item) => this.#isDeletedWith({ entity, item }),
      });
      this.#shown.set(entity, shown);
    }
  }

  /** What is in a list, or below a task, goes with it at once, before the API has told so. */
  #isDeletedWith({ entity, item }: { entity: string; item: Item }, level = 0): boolean {
    return (this.entities[entity]?.containers ?? []).some((container) => {
      const itemId = (item as Item & Record<string, unknown>)[container.field];
      if (typeof itemId !== "string") return false;
      const about = { entity: container.entity, itemId };
      if (isBeingDeleted(this.of(about))) return true;
      // Only items of its own kind are in others.
      const above = container.entity === entity && level < MOST_LEVELS ? this.#shownOf(entity).made(itemId) : null;
      return above !== null && this.#isDeletedWith({ entity, item: above }, level + 1);
    });
  }

  get(id: string): Pending | undefined {
    return this.#byId.get(id);
  }

  /** In order, without those that are over. */
  get pending(): readonly Pending[] {
    this.#pending ??= [...this.#byId.values()].filter((one) => !isOver(one)).sort(inOrder);
    return this.#pending;
  }

  get over(): Pending[] {
    return [...this.#byId.values()].filter(isOver);
  }

  /** About one item, in order, without those that are over. */
  of(about: About): readonly Pending[] {
    return this.#byRef(refOf(about));
  }

  #byRef(ref: string): readonly Pending[] {
    return this.#byItem.get(ref)?.filter((one) => !isOver(one)) ?? NOTHING;
  }

  /** One of a kind that only a newer version of the app knows is left alone, and stays in the store for that version. */
  put(one: Pending): void {
    if (!this.#shown.has(one.entity)) return;
    const known = this.#byId.get(one.id);
    if (known) this.#forget(known);
    this.#byId.set(one.id, one);
    const ref = refOf(one);
    this.#byItem.set(ref, [...(this.#byItem.get(ref) ?? []), one].sort(inOrder));
    this.#touch(one);
  }

  drop(id: string): void {
    const known = this.#byId.get(id);
    if (!known) return;
    this.#byId.delete(id);
    this.#forget(known);
  }

  #forget(one: Pending): void {
    const ref = refOf(one);
    const rest = (this.#byItem.get(ref) ?? []).filter(({ id }) => id !== one.id);
    if (rest.length > 0) this.#byItem.set(ref, rest);
    else this.#byItem.delete(ref);
    this.#touch(one);
  }

  #touch({ entity, itemId, change }: Pending): void {
    this.#pending = undefined;
    this.#shownOf(entity).changed(itemId);
    if (change.kind === "delete" || change.kind === "restore") this.#touchMembers(refOf({ entity, itemId }));
  }

  #touchMembers(ref: string, level = 0): void {
    if (level > MOST_LEVELS) return;
    for (const [entity, shown] of this.#shown)
      for (const itemId of shown.changedIn(ref)) this.#touchMembers(refOf({ entity, itemId }), level + 1);
  }

  /** Rows have changed. */
  changed(rows: readonly Rows[]): void {
    for (const { entity, put, gone, again = [] } of rows)
      for (const { id } of [...put, ...gone, ...again]) this.#shown.get(entity)?.changed(id);
  }

  /** All rows have. */
  changedAll(): void {
    for (const shown of this.#shown.values()) shown.changedAll();
  }

  /** The item as the page shows it. */
  shown(entity: string, itemId: string): Item | undefined {
    return this.#shownOf(entity).get(itemId);
  }

  /** Of one kind, newest first. */
  items(entity: string): Item[] {
    return this.#shownOf(entity).items;
  }

  #shownOf(entity: string): ShownItems {
    return this.#shown.get(entity) as ShownItems;
  }
}

/** What has no number yet came last. */
const inOrder = (a: Pending, b: Pending) => (a.order ?? Number.MAX_SAFE_INTEGER) - (b.order ?? Number.MAX_SAFE_INTEGER);
