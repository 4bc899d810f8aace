/** What a page takes over from the store: when it opens, when it begins to lead, and when the store was taken away. */

import { type Pending, pendingOf } from "./command";
import type { Position } from "./database";
import type { State } from "./state";
import type { Kept, Store } from "./store";

/** Shows what is kept, and keeps what is not. The store may come later than anybody waits for it. */
export function attachStore(state: State, store: Store, kept: Kept): void {
  const { replica, outbox } = state;
  if (replica.position === undefined) {
    replica.load(kept.items, kept.position);
    state.isKnown ||= kept.position ? replica.isComplete : replica.size > 0;
    store.beginAt(kept.position);
  } else keepAllRows(state, store, kept.position);
  const unkept = outbox.pending.filter(({ order }) => order === null);
  for (const command of kept.commands) if (!outbox.get(command.id)) outbox.put(pendingOf(command));
  store.keep(unkept);
  outbox.changedAll();
  state.changed();
}

export function keepAllRows({ replica }: State, store: Store, from: Position | undefined): void {
  store.beginAt(from);
  store.keepRows(
    Object.entries(replica.all()).map(([entity, put]) => ({ entity, put, gone: [] })),
    replica.position,
  );
}

/** Whoever forgets somebody else may take away what has just been written. `isMine`: whether this page keeps it. */
export async function keepLostAgain(state: State, store: Store, isMine: (one: Pending) => boolean): Promise<void> {
  const kept = new Set((await store.commands()).map(({ id }) => id));
  const lost = state.commands().filter((one) => one.order !== null && isMine(one) && !kept.has(one.id));
  const again = lost.map((one) => ({ ...one, order: null }));
  for (const one of again) state.outbox.put(one);
  store.keep(again);
}

/** Reads what the leader before has stored. `isForced`: that leader may only be asleep, and may still be sending. */
export async function takeOver(state: State, isForced: boolean): Promise<void> {
  const { store, replica, outbox } = state;
  if (!store) return;
  const position = await store.position();
  // Forgotten by another page: what this one knows is not to be kept any more.
  if (!position && replica.position) store.detach();
  else await catchUp(state, store, position);
  // What gets its number meanwhile may not have been read.
  const known = state.commands().filter((one) => one.page !== state.page || one.order !== null);
  const kept = new Map((await store.commands()).map((command) => [command.id, command]));
  for (const { id } of known) if (!kept.has(id)) outbox.drop(id);
  for (const command of kept.values()) {
    const { theirs = null, hasFailed = command.wasTried } = outbox.get(command.id) ?? {};
    outbox.put({ ...pendingOf(command), wasTried: command.wasTried || isForced, hasFailed, theirs });
  }
}

async function catchUp({ replica, outbox }: State, store: Store, position: Position | undefined): Promise<void> {
  if (JSON.stringify(position) !== JSON.stringify(replica.position)) {
    const { items } = await store.read();
    replica.load(items, position);
    outbox.changedAll();
  }
  store.beginAt(position);
}
