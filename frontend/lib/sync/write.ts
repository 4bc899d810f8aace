/** One transaction of the store: commands and rows, as they are to be kept. */

import { compare } from "../compare";
import type { Task } from "../domain/task";
import { type Command, keptOf, type Pending } from "./command";
import type { Transaction } from "./database";
import { type Position, SHAPE } from "./migrations";
import type { Gone } from "./store";

/** So many rows are looked up one by one before they are written; more are read at once. */
const FEW = 50;

/** False where another page has written since, or has forgotten them: what is here may be older than what is there. */
export async function writeRows(
  writing: Transaction,
  rows: ReadonlyMap<string, Task | Gone>,
  /** Where the rows in the database should be; null: another page writes them. */
  keptAt: () => Position | undefined | null,
  next: Position,
): Promise<boolean> {
  const state = writing.objectStore("state");
  const tasks = writing.objectStore("tasks");
  const stored = await state.get("state");
  const kept = keptAt();
  if (kept === null || JSON.stringify(stored) !== JSON.stringify(kept)) return false;
  // While everything is told anew, what is told is what holds, also where an older backup was restored.
  const isLoading = kept !== undefined && kept.loadedTo !== null;
  const known = isLoading ? new Map<string, number>() : await versionsOf(writing, [...rows.keys()]);
  for (const [id, row] of rows) {
    if ((known.get(id) ?? 0) > row.version) continue;
    if ("title" in row) void tasks.put(row);
    else void tasks.delete(id);
  }
  void state.put(next, "state");
  void state.put(SHAPE, "shape");
  return true;
}

/** The numbers that new ones have got. What had one and is no longer there was confirmed by another page, and stays away. */
export async function writeCommands(
  writing: Transaction,
  commands: ReadonlyMap<string, Pending | null>,
): Promise<Map<string, number>> {
  const orders = new Map<string, number>();
  const kept = writing.objectStore("commands");
  for (const [id, one] of commands) {
    const known = await kept.index("id").getKey(id);
    if (!one) {
      if (known !== undefined) void kept.delete(known);
    } else if (known !== undefined || one.order === null) {
      const { order: _, ...command } = keptOf(one);
      const order = await kept.put((known === undefined ? command : { ...command, order: known }) as Command);
      if (one.order === null) orders.set(id, order);
    }
  }
  return orders;
}

async function versionsOf(writing: Transaction, ids: string[]): Promise<Map<string, number>> {
  const tasks = writing.objectStore("tasks");
  const found = ids.length > FEW ? await tasks.getAll(rangeOf(ids)) : await Promise.all(ids.map((id) => tasks.get(id)));
  return new Map(found.flatMap((task) => (task ? [[task.id, task.version] as const] : [])));
}

function rangeOf(ids: string[]): IDBKeyRange {
  const sorted = ids.toSorted(compare);
  return IDBKeyRange.bound(sorted[0], sorted.at(-1));
}
