/** What a page takes over from the store: when it opens, and when it begins to lead. */

import { type Command, type Pending, pendingOf } from "./command";
import type { Position } from "./database";
import type { Items } from "./replica";
import type { State } from "./state";
import type { Kept, Store } from "./store";

export const belated = () => import("./belated");

/** Shows what is kept, and keeps what is not. The store may come later than anybody waits for it. */
export function attachStore(state: State, store: Store, kept: Kept): void {
  const { replica, outbox } = state;
  if (replica.position === undefined) {
    replica.load(kept.items, kept.position);
    state.isKnown ||= kept.position ? replica.isComplete : replica.size > 0;
    store.beginAt(kept.position);
  } else keepAllRows(state, store, kept.position, kept.items);
  const unkept = outbox.pending.filter(({ order }) => order === null);
  for (const command of kept.commands) if (!outbox.get(command.id)) outbox.put(pendingOf(command));
  store.keep(unkept);
  outbox.changedAll();
  state.changed();
}

/** `before` are those that the store has: what has gone since goes there, too. */
export function keepAllRows({ replica }: State, store: Store, from: Position | undefined, before: Items = {}): void {
  store.beginAt(from);
  const rows = Object.entries(replica.all()).map(([entity, put]) => {
    const lost = (before[entity] ?? []).filter(({ id }) => !replica.of(entity).get(id));
    return { entity, put, gone: lost.map(({ id, version }) => ({ id, version })) };
  });
  store.keepRows(rows, replica.position);
}

/** What the leader before has stored. `known` are the commands that must be among these; without items, they are those that this page has. */
export type Found = { position: Position | undefined; items: Items | undefined; commands: Command[]; known: Pending[] };

export async function findStored(state: State): Promise<Found | undefined> {
  const { store, replica } = state;
  if (!store) return undefined;
  const position = await store.position();
  // What gets its number meanwhile may not be read.
  const known = state.commands().filter(({ order }) => order !== null);
  const commands = await store.commands();
  // While everything is told anew, pages that are equally far may still have other rows of before.
  const isSame = !position || (replica.isComplete && JSON.stringify(position) === JSON.stringify(replica.position));
  return { position, items: isSame ? undefined : (await store.read()).items, commands, known };
}

/**
 * Goes on where the leader before has stopped; where the store does not answer, with what this page knows. `isForced`: that
 * leader may only be asleep, and may still be sending.
 */
export function takeOver({ store, replica, outbox }: State, found: Found | undefined, isForced: boolean): void {
  if (isForced) for (const one of outbox.pending) outbox.put({ ...one, wasTried: true });
  // Of what others could not keep, this page may be the last that knows.
  store?.keep(outbox.pending.filter(({ order }) => order === null));
  // Forgotten by another page: what this one knows is not to be kept any more.
  if (!found || (!found.position && replica.position)) store?.detach();
  else store?.beginAt(found.position);
  if (!found) return;
  if (found.items) {
    replica.load(found.items, found.position);
    outbox.changedAll();
  }
  const kept = new Map(found.commands.map((command) => [command.id, command]));
  for (const { id } of found.known) if (!kept.has(id)) outbox.drop(id);
  for (const command of kept.values()) {
    const { theirs = null, hasFailed = command.wasTried } = outbox.get(command.id) ?? {};
    outbox.put({ ...pendingOf(command), wasTried: command.wasTried || isForced, hasFailed, theirs });
  }
}
