/** What an item is in, as a task is in a list, and below another task. Pure. */

import { refOf } from "./command";
import type { Entities } from "./entities";

/** What an item is in. */
export function containersIn(entities: Entities, entity: string, fields: object | undefined): string[] {
  if (!fields) return [];
  const named = fields as Record<string, unknown>;
  return (entities[entity]?.containers ?? []).flatMap((container) => {
    const itemId = named[container.field];
    return typeof itemId === "string" ? [refOf({ entity: container.entity, itemId })] : [];
  });
}

/** Which items are in which. */
export class Membership {
  readonly #containers = new Map<string, readonly string[]>();
  readonly #members = new Map<string, Set<string>>();

  clear(): void {
    this.#containers.clear();
    this.#members.clear();
  }

  set(id: string, containers: readonly string[]): void {
    for (const ref of this.#containers.get(id) ?? []) this.#members.get(ref)?.delete(id);
    if (containers.length === 0) {
      this.#containers.delete(id);
      return;
    }
    this.#containers.set(id, containers);
    for (const ref of containers) {
      const members = this.#members.get(ref) ?? new Set();
      this.#members.set(ref, members.add(id));
    }
  }

  /** The ids of those that are in it. */
  of(ref: string): ReadonlySet<string> {
    return this.#members.get(ref) ?? NOBODY;
  }
}

const NOBODY: ReadonlySet<string> = new Set();
