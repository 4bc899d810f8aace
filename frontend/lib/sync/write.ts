/** One transaction of the store: commands and rows, as they are to be kept. */

import { unwrap, wrap } from "idb";
import { keptOf, type Pending } from "./command";
import type { Position, Transaction } from "./database";
import type { Entities } from "./entities";
import { type Gone, isItem, type Known } from "./table";

/** To read a row by its key takes so many times as long as to read it among others. */
const COST_OF_ONE = 4;

/** After so many requests to the store the page may do something else. */
const PORTION = 200;

/** A row that has come or changed, or has gone. */
export type RowChange = { entity: string; row: NonNullable<Known> | Gone };

/** The fields that rows have, by kind. Where they are other ones, all rows are asked for anew. */
export const shapeOf = (entities: Entities) =>
  Object.entries(entities)
    .map(([name, { fields }]) => `${name}:${Object.keys(fields).sort().join()}`)
    .sort()
    .join(";");

/** Whether what is told from there on is of a first load. */
export const isLoading = (at: Position | undefined) => at !== undefined && at.loadedTo !== null;

/** False if another page has written or deleted the rows since: then the rows of this page may be older. */
export async function writeRows(
  writing: Transaction,
  changes: readonly RowChange[],
  /** Where the rows in the database should be; null: another page writes them. */
  keptAt: () => Position | undefined | null,
  next: Position,
  /** Whether a first load has told any of them. */
  isLoaded: boolean,
  shape: string,
): Promise<boolean> {
  const state = writing.objectStore("state");
  const stored = await state.get("state");
  const kept = keptAt();
  if (kept === null || JSON.stringify(stored) !== JSON.stringify(kept)) return false;
  // During a first load the API is right, whatever the versions are: an older backup may have been restored.
  const known = isLoaded || isLoading(kept) ? new Map<string, number>() : await versionsOf(writing, changes);
  // A promise for each of thousands would cost as much as the writing; the transaction tells of all of them.
  const rows = unwrap(writing.objectStore("rows"));
  let asked = 0;
  for (const { entity, row } of changes) {
    if ((known.get(`${entity} ${row.id}`) ?? 0) > row.version) continue;
    const request: IDBRequest = isItem(row) ? rows.put({ entity, item: row }) : rows.delete([entity, row.id]);
    if (++asked % PORTION === 0) await wrap(request);
  }
  void state.put(next, "state");
  void state.put(shape, "shape");
  return true;
}

/**
 * Returns what says the numbers of the new commands, once the transaction is done. A command that had a number and is not
 * there was confirmed by another page: it is not written again.
 */
export async function writeCommands(
  writing: Transaction,
  commands: ReadonlyMap<string, Pending | null>,
): Promise<() => Map<string, number>> {
  const kept = writing.objectStore("commands");
  const known = new Map((await found(kept.index("id"), [...commands.keys()])).map(({ id, order }) => [id, order]));
  const plain = unwrap(kept);
  const added = new Map<string, IDBRequest<IDBValidKey>>();
  const gone: number[] = [];
  let asked = 0;
  for (const [id, one] of commands) {
    const before = known.get(id) ?? null;
    if (!one) {
      if (before !== null) gone.push(before);
      continue;
    }
    if (before === null && one.order !== null) continue;
    const { order: _, ...command } = keptOf(one);
    const request = plain.put(before === null ? command : { ...command, order: before });
    if (one.order === null) added.set(id, request);
    if (++asked % PORTION === 0) await wrap(request);
  }
  for (const run of runsOf(gone)) plain.delete(run);
  return () => new Map(Array.from(added, ([id, { result }]) => [id, result as number]));
}

/** Numbers that follow each other, as those of commands do that were done and confirmed together. */
function runsOf(numbers: readonly number[]): IDBKeyRange[] {
  const runs: [first: number, last: number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run?.[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs.map((run) => IDBKeyRange.bound(...run));
}

async function versionsOf(writing: Transaction, changes: readonly RowChange[]): Promise<Map<string, number>> {
  const keys = changes.map(({ entity, row }) => [entity, row.id]);
  const rows = await found(writing.objectStore("rows"), keys);
  return new Map(rows.map(({ entity, item }) => [`${entity} ${item.id}`, item.version]));
}

type Source<Value> = {
  count: (range: IDBKeyRange) => Promise<number>;
  get: (key: IDBKeyRange) => Promise<Value | undefined>;
  getAll: (range: IDBKeyRange) => Promise<Value[]>;
};

/** Those that are there: read one by one, or all that lie among them, as what was made together does. */
async function found<Value>(source: Source<Value>, keys: readonly IDBValidKey[]): Promise<Value[]> {
  if (keys.length === 0) return [];
  const sorted = keys.toSorted((a, b) => indexedDB.cmp(a, b));
  const range = IDBKeyRange.bound(sorted[0], sorted.at(-1));
  const areFew = keys.length > 1 && keys.length * COST_OF_ONE < (await source.count(range));
  if (!areFew) return source.getAll(range);
  const each = await Promise.all(keys.map((key) => source.get(IDBKeyRange.only(key))));
  return each.filter((one) => one !== undefined);
}
