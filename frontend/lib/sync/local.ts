/** What stays in this browser for a person: the tasks as the API last told them, and the changes that it has not got yet. */

import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import type { Change, Task } from "./changes";

/** A change on its way. `page` is the page that sends it, and `order` its place among all of this person's. */
export type Entry = {
  readonly order: number;
  readonly page: string;
  readonly taskId: string;
  readonly change: Change;
  /** When it was first sent, in milliseconds since 1970. */
  readonly triedAt: number | null;
};

type News = { tasks: Iterable<Task>; deleted: Iterable<string>; state?: string | undefined };

interface Schema extends DBSchema {
  tasks: { key: string; value: Task };
  changes: { key: [number, string]; value: Entry };
  /** One record: how far `tasks` goes in the log of changes. */
  state: { key: "state"; value: string };
}

const PREFIX = "todo-";
const PATIENCE_MS = 3_000;

export class Local {
  /** For the changes alone, should `database` be closed because another page forgets this person. */
  #lastResort: IDBPDatabase<Schema>;

  private constructor(private readonly database: IDBPDatabase<Schema>) {
    this.#lastResort = database;
  }

  /** Null where the browser keeps nothing, or cannot say so in time. */
  static async open(userId: string): Promise<Local | null> {
    const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null));
    const opening = openDatabase(PREFIX + userId).then(
      (database) => new Local(database),
      () => null,
    );
    return Promise.race([opening, late]);
  }

  async snapshot(): Promise<{ tasks: Task[]; state: string } | null> {
    const reading = this.database.transaction(["tasks", "state"]);
    const [tasks, state] = await Promise.all([
      reading.objectStore("tasks").getAll(),
      reading.objectStore("state").get("state"),
    ]);
    return state === undefined ? null : { tasks, state };
  }

  /** `replaces`: what is not among them is gone. */
  async keep({ tasks, deleted, state }: News, replaces = false): Promise<void> {
    const writing = this.database.transaction(["tasks", "state"], "readwrite");
    const kept = writing.objectStore("tasks");
    // Forgotten meanwhile, as by signing out in another tab: a part would pass for the whole.
    if (!replaces && (await writing.objectStore("state").count()) === 0) return;
    if (replaces) void kept.clear();
    for (const task of tasks) void kept.put(task);
    for (const id of deleted) void kept.delete(id);
    if (state !== undefined) void writing.objectStore("state").put(state, "state");
    await writing.done;
  }

  entries(): Promise<Entry[]> {
    return this.database.getAll("changes");
  }

  /** All of it or nothing. Also after another page has forgotten this person: nobody else knows of these changes. */
  async update({ put = [], remove = [] }: { put?: readonly Entry[]; remove?: readonly Entry[] }): Promise<void> {
    const begin = () => this.#lastResort.transaction("changes", "readwrite", { durability: "strict" });
    let writing: ReturnType<typeof begin>;
    try {
      writing = begin();
    } catch {
      this.#lastResort = await openDatabase(this.database.name);
      writing = begin();
    }
    for (const { order, page } of remove) void writing.store.delete([order, page]);
    for (const entry of put) void writing.store.put(entry);
    await writing.done;
  }

  /** Makes what one page has left behind that of another; what that was. */
  async adopt(from: string, to: string): Promise<Entry[]> {
    const writing = this.database.transaction("changes", "readwrite");
    const left = (await writing.store.getAll()).filter((entry) => entry.page === from);
    const adopted = left.map((entry) => ({ ...entry, page: to }));
    for (const { order, page } of left) void writing.store.delete([order, page]);
    for (const entry of adopted) void writing.store.put(entry);
    await writing.done;
    return adopted;
  }

  async forget({ unsent }: { unsent: boolean }): Promise<void> {
    const { database } = this;
    await Promise.all([database.clear("tasks"), database.clear("state"), unsent && database.clear("changes")]);
  }
}

/** Whoever else has signed in here: nothing of theirs stays but what would be lost. Whether there was anybody. */
export async function forgetOthers(userId: string): Promise<boolean> {
  const databases = (await indexedDB.databases?.().catch(() => [])) ?? [];
  const others = databases.filter(({ name }) => name?.startsWith(PREFIX) && name !== PREFIX + userId);
  for (const { name = "" } of others) {
    const database = await openDatabase(name);
    const isNeeded = (await database.count("changes")) > 0;
    if (isNeeded) await Promise.all([database.clear("tasks"), database.clear("state")]);
    database.close();
    if (!isNeeded) await deleteDB(name);
  }
  return others.length > 0;
}

async function openDatabase(name: string): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(name, 1, {
    upgrade(database) {
      database.createObjectStore("tasks", { keyPath: "id" });
      database.createObjectStore("changes", { keyPath: ["order", "page"] });
      database.createObjectStore("state");
    },
    // Another page forgets this person, or has a newer version of the app.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
}
