/** The browser's database of a person: opened, migrated, closed for others, and taken away with the person. */

import { type DBSchema, deleteDB, type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import type { Item } from "../domain/item";
import type { Command } from "./command";
import { migrate, type Position, VERSION } from "./migrations";

interface Schema extends DBSchema {
  rows: { key: [entity: string, id: string]; value: { entity: string; item: Item } };
  commands: { key: number; value: Command; indexes: { id: string } };
  state: { key: "state" | "shape"; value: Position | string };
}

export type Transaction = IDBPTransaction<Schema, ("rows" | "commands" | "state")[], "readwrite">;

const PREFIX = "todo-";

export class Database {
  isClosed = false;
  #database: Promise<IDBPDatabase<Schema>> | undefined;
  #wasOpen = false;

  constructor(
    private readonly userId: string,
    /** It was closed by another page, and may be another one by now. */
    private readonly onReopened: () => void,
  ) {}

  /** Opens the database again if another page has closed it. Rejects if the browser stores nothing. */
  opened(): Promise<IDBPDatabase<Schema>> {
    if (this.isClosed) return Promise.reject(new Error("The page is closed."));
    this.#database ??= this.#open();
    return this.#database;
  }

  async #open(): Promise<IDBPDatabase<Schema>> {
    const shut = () => {
      this.#database = undefined;
    };
    try {
      const database = await openDatabase(PREFIX + this.userId, shut);
      if (this.#wasOpen) this.onReopened();
      this.#wasOpen = true;
      return database;
    } catch (error) {
      shut();
      throw error;
    }
  }

  close(): void {
    this.isClosed = true;
    void this.#database?.then((database) => database.close());
  }
}

/** Deletes what other people have left in this browser, except their unsent commands. */
export async function forgetOthers(userId: string): Promise<void> {
  const databases = (await indexedDB.databases?.().catch(() => [])) ?? [];
  const others = databases.filter(({ name }) => name?.startsWith(PREFIX) && name !== PREFIX + userId);
  for (const { name = "" } of others) {
    const database = await openDatabase(name);
    const isNeeded = (await database.count("commands")) > 0;
    if (isNeeded) await Promise.all([database.clear("rows"), database.clear("state")]);
    database.close();
    if (!isNeeded) await deleteDB(name);
  }
}

async function openDatabase(name: string, onShut = () => {}): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(name, VERSION, {
    upgrade: (database, from, _to, upgrade) =>
      migrate(database as unknown as IDBPDatabase<unknown>, from, upgrade as never),
    // Another page forgets this person, or has a newer version of the app.
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
      onShut();
    },
    terminated: onShut,
  });
}
