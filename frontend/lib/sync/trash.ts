/** The trash as a page shows it: as the API has last listed it, with what has been done since on top. */

import type { Item } from "../domain/item";
import type { Pending } from "./command";

const KINDS: ReadonlySet<string> = new Set<Pending["change"]["kind"]>(["delete", "restore", "erase"]);

/** Of one kind of item. */
export class Trash<One extends Item> {
  #listed: One[] | undefined;
  /** What the list may not tell of yet. A command stays here when it is confirmed, until the trash is listed anew. */
  #commands = new Map<string, Pending>();
  /** While a list is on its way: what was pending when it was asked for, and what has been done since. */
  #since: Map<string, Pending> | undefined;
  #items: One[] | undefined;

  constructor(private readonly entity: string) {}

  /** Undefined until anything is known. */
  get items(): One[] | undefined {
    return this.#items;
  }

  /** What has been restored here since the trash was listed. */
  get restored(): One[] {
    const changes = [...this.#commands.values()].map(({ change }) => change);
    return changes.flatMap((change) => (change.kind === "restore" ? [change.item as One] : []));
  }

  /** Whether anything new was done to the trash. */
  look(pending: readonly Pending[]): boolean {
    const created = new Set(pending.filter(({ change }) => change.kind === "create").map(({ itemId }) => itemId));
    // What the API has not got yet does not get into its trash.
    const all = pending.filter((one) => this.#isAbout(one) && !created.has(one.itemId));
    for (const one of all) this.#since?.set(one.id, one);
    const unknown = all.filter(({ id }) => !this.#commands.has(id));
    for (const one of unknown) this.#commands.set(one.id, one);
    if (unknown.length > 0) this.#compute();
    return unknown.length > 0;
  }

  /** The list is asked for now. */
  asked(pending: readonly Pending[]): void {
    this.#since = new Map();
    this.look(pending);
  }

  told(listed: One[]): void {
    this.#listed = listed;
    this.#commands = this.#since ?? new Map();
    this.#since = undefined;
    this.#compute();
  }

  failed(): void {
    this.#since = undefined;
  }

  /** The API has not taken what was done to that item. */
  refused(itemId: string): void {
    for (const all of [this.#commands, this.#since])
      for (const [id, one] of all ?? []) if (one.itemId === itemId) all?.delete(id);
    this.#compute();
  }

  #isAbout({ entity, change }: Pending): boolean {
    return entity === this.entity && KINDS.has(change.kind);
  }

  #compute(): void {
    if (!this.#listed && this.#commands.size === 0) return;
    const listed = new Map((this.#listed ?? []).map((item) => [item.id, item]));
    const added = new Map<string, One>();
    for (const { itemId, change } of this.#commands.values()) {
      if (change.kind === "delete" && !listed.has(itemId)) added.set(itemId, change.seen as One);
      if (change.kind !== "restore" && change.kind !== "erase") continue;
      listed.delete(itemId);
      added.delete(itemId);
    }
    this.#items = [...[...added.values()].reverse(), ...listed.values()];
  }
}
