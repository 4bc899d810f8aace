/** Tasks that have left their box before a reload, and perhaps did not get any further. */

import type { HalfWritten, Leaving } from "@/lib/tasks/half-written";

/** `isAdded`: whether it was added already; if so, it resolves when it is kept. */
export async function addLeft(
  written: HalfWritten,
  isAdded: (id: string) => Promise<boolean>,
  add: (left: readonly Leaving[]) => Promise<void>,
): Promise<void> {
  const leaving = written.getLeaving();
  const known = await Promise.all(leaving.map(({ id }) => isAdded(id)));
  written.left(leaving.filter((_, place) => known[place]).map(({ id }) => id));
  const rest = leaving.filter((_, place) => !known[place]);
  if (rest.length > 0) await add(rest);
}
