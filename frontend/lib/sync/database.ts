/** The browser's database of a person: opened, migrated, closed for others, and taken away with the person. */

import { type DBSchema, deleteDB, type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import type { Item } from "../domain/item";
import type { Command } from "./command";
import type * as Migrations from "./migrations";

/** How far the rows go in the log of changes. While everything is being loaded, `loadedTo` is the last id that is here. */
export type Position = { token: string; loadedTo: string | null };

interface Schema extends DBSchema {
  rows: { key: [entity: string, id: string]; value: { entity: string; item: Item } };
  commands: { key: number; value: Command; indexes: { id: string } };
  state: { key: "state" | "shape"; value: Position | string };
}

export type Transaction = IDBPTransaction<Schema, ("rows" | "commands" | "state")[], "readwrite">;

const PREFIX = "todo-";

/** Of what is made here. From each earlier one, `migrations.ts` leads to the next. */
export const VERSION = 3;

function create(database: IDBPDatabase<Schema>): void {
  database.createObjectStore("rows", { keyPath: ["entity", "item.id"] });
  database.createObjectStore("commands", { keyPath: "order", autoIncrement: true }).createIndex("id", "id");
  database.createObjectStore("state");
}

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

/** A new database is made as it is now. One of an earlier version is migrated by code that is fetched first: an upgrade does not wait. */
async function openDatabase(name: string, onShut = () => {}): Promise<IDBPDatabase<Schema>> {
  let isOld = false;
  const open = (migrate?: (...of: Parameters<typeof Migrations.migrate>) => void) =>
    openDB<Schema>(name, VERSION, {
      upgrade(database, from, _to, upgrade) {
        if (from === 0) return create(database);
        if (migrate) return migrate(database as unknown as IDBPDatabase<unknown>, from, upgrade as never);
        isOld = true;
        upgrade.done.catch(() => {});
        upgrade.abort();
      },
      // Another page forgets this person, or has a newer version of the app.
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        onShut();
      },
      terminated: onShut,
    });
  return open().catch(async (error: unknown) => {
    if (!isOld) throw error;
    return open((await import("./migrations")).migrate);
  });
}
