/** What a command has made of its items. Undo follows from that; no command writes down its own reverse. Pure. */

import type { Item } from "../domain/item";
import type { About } from "../sync/command";

/** What has become of one item. Null: it is not there, be it in the trash or not made yet. */
export type Step = About & { before: Item | null; after: Item | null };

/**
 * What one command has done. `title` says it to people. What follows in the same `sitting`, with nothing else in between, is
 * taken back together with it.
 */
export type Group = { id: string; title: string; steps: readonly Step[]; sitting?: string | undefined };

/** The item as the page shows it. */
export type Shown = (about: About) => Item | undefined;

export function observe(shown: Shown, all: readonly About[], run: () => void): Step[] {
  const before = all.map(shown);
  run();
  return all.map((about, at) => ({
    entity: about.entity,
    itemId: about.itemId,
    before: before[at] ?? null,
    after: shown(about) ?? null,
  }));
}
