/** What becomes of the store when somebody comes late to it, or has taken it away. Fetched when it is needed. */

import type { Broadcast } from "./broadcast";
import { type Pending, pendingOf } from "./command";
import { type Found, keepAllRows } from "./recovery";
import type { State } from "./state";
import type { Store } from "./store";

/** The store has answered after this page began to lead without it. */
export function keepLate(state: State, { position, items }: Found): void {
  // Without a position another page has forgotten the person: nothing is kept any more.
  if (state.store && position) keepAllRows(state, state.store, position, items);
}

type Token = string | undefined;

/** Another page opens: from now on the store has the rows for it. A page that has closed may have left commands there that nobody was told of. */
export async function welcome(state: State, token: Token, broadcast: Broadcast, pump: () => void): Promise<void> {
  const { store, outbox } = state;
  if (token === undefined && store?.isDetached) keepAllRows(state, store, undefined);
  const kept = (await store?.commands()) ?? [];
  const pending = kept.filter(({ id }) => !outbox.get(id)).map((one) => pendingOf(one));
  if (pending.length === 0) return;
  for (const one of pending) outbox.put(one);
  broadcast.tell({ pending });
  pump();
}

/** Whoever forgets somebody else may take away what has just been written. Who wrote it keeps it, and so does the page that leads. */
export async function keepLostAgain(state: State, store: Store, leads: boolean): Promise<void> {
  const isMine = ({ page }: Pending) => page === state.page || leads;
  const kept = new Set((await store.commands()).map(({ id }) => id));
  const lost = state.commands().filter((one) => one.order !== null && isMine(one) && !kept.has(one.id));
  const again = lost.map((one) => ({ ...one, order: null }));
  for (const one of again) state.outbox.put(one);
  store.keep(again);
}
