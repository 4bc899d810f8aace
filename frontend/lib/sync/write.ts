/** One transaction of the store: commands and rows, as they are to be kept. */

import { type Command, keptOf, type Pending } from "./command";
import type { Transaction } from "./database";
import type { Entities } from "./entities";
import type { Position } from "./migrations";
import { type Gone, isItem, type Known } from "./table";

/** To read a row by its key takes so many times as long as to read it among others. */
const COST_OF_ONE = 4;

/** A row that has come or changed, or has gone. */
export type RowChange = { entity: string; row: NonNullable<Known> | Gone };

/** The fields that rows have, by kind. Where they are other ones, all rows are asked for anew. */
export const shapeOf = (entities: Entities) =>
  Object.entries(entities)
    .map(([name, { fields }]) => `${name}:${Object.keys(fields).sort().join()}`)
    .sort()
    .join(";");

/** False if another page has written or deleted the rows since: then the rows of this page may be older. */
export async function writeRows(
  writing: Transaction,
  changes: readonly RowChange[],
  /** Where the rows in the database should be; null: another page writes them. */
  keptAt: () => Position | undefined | null,
  next: Position,
  shape: string,
): Promise<boolean> {
  const state = writing.objectStore("state");
  const rows = writing.objectStore("rows");
  const stored = await state.get("state");
  const kept = keptAt();
  if (kept === null || JSON.stringify(stored) !== JSON.stringify(kept)) return false;
  // During a first load the API is right, whatever the versions are: an older backup may have been restored.
  const isLoading = kept !== undefined && kept.loadedTo !== null;
  const known = isLoading ? new Map<string, number>() : await versionsOf(writing, changes);
  for (const { entity, row } of changes) {
    if ((known.get(`${entity} ${row.id}`) ?? 0) > row.version) continue;
    if (isItem(row)) void rows.put({ entity, item: row });
    else void rows.delete([entity, row.id]);
  }
  void state.put(next, "state");
  void state.put(shape, "shape");
  return true;
}

/** Returns the numbers of the new commands. A command that had a number and is not there was confirmed by another page: it is not written again. */
export async function writeCommands(
  writing: Transaction,
  commands: ReadonlyMap<string, Pending | null>,
): Promise<Map<string, number>> {
  const orders = new Map<string, number>();
  const kept = writing.objectStore("commands");
  const ids = kept.index("id");
  // The requests of one transaction are carried out in the order in which they are made.
  const write = async ([id, one]: [string, Pending | null], known: number | undefined) => {
    if (!one) return known === undefined ? undefined : kept.delete(known);
    if (known === undefined && one.order !== null) return;
    const { order: _, ...command } = keptOf(one);
    const order = await kept.put((known === undefined ? command : { ...command, order: known }) as Command);
    if (one.order === null) orders.set(id, order);
  };
  const entries = [...commands];
  const known = await Promise.all(entries.map(([id]) => ids.getKey(id)));
  await Promise.all(entries.map((entry, place) => write(entry, known[place])));
  return orders;
}

async function versionsOf(writing: Transaction, changes: readonly RowChange[]): Promise<Map<string, number>> {
  const rows = writing.objectStore("rows");
  const keys = changes.map(({ entity, row }): [string, string] => [entity, row.id]);
  if (keys.length === 0) return new Map();
  const isPart = keys.length * COST_OF_ONE < (await rows.count());
  const found = isPart ? await Promise.all(keys.map((key) => rows.get(key))) : await rows.getAll(rangeOf(keys));
  return new Map(found.flatMap((row) => (row ? [[`${row.entity} ${row.item.id}`, row.item.version] as const] : [])));
}

function rangeOf(keys: [string, string][]): IDBKeyRange {
  const sorted = keys.toSorted((a, b) => indexedDB.cmp(a, b));
  return IDBKeyRange.bound(sorted[0], sorted.at(-1));
}
