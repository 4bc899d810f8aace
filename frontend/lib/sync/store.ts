/** What stays in this browser for a person: the tasks as the API last told them, and the commands that it has not got yet. */

import { type DBSchema, deleteDB, type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import { compare } from "../compare";
import { completed } from "../domain/merge";
import { type Editable, type Task, taskFields } from "../domain/task";
import { type Command, keptOf, type Pending } from "./command";
import { migrate, type Position, SHAPE, VERSION } from "./migrations";

/** What the API has told: tasks as they are, and those that are gone with the last version that was here. */
export type Rows = { put: readonly Task[]; gone: readonly Gone[] };
export type Gone = { id: string; version: number };

interface Schema extends DBSchema {
  tasks: { key: string; value: Task };
  commands: { key: number; value: Command; indexes: { id: string } };
  state: { key: "state" | "shape"; value: Position | string };
}

type Transaction = IDBPTransaction<Schema, ("tasks" | "commands" | "state")[], "readwrite">;

const PREFIX = "todo-";
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
/** So many rows are looked up one by one before they are written; more are read at once. */
const FEW = 50;

/**
 * Writes behind the page: what is to be kept is collected and written in one transaction, all of it or nothing, and again
 * until it works.
 */
export class Store {
  #commands = new Map<string, Pending | null>();
  #rows = new Map<string, Task | Gone>();
  /** Where the rows in the database are, and where those that are to be written lead. Null: another page writes them. */
  #kept: Position | undefined | null;
  #next: Position | undefined;
  #writing: Promise<void> | undefined;
  #failures = 0;
  #isClosed = false;
  #database: Promise<IDBPDatabase<Schema>> | undefined;
  #wasOpen = false;

  /** Hears the numbers that commands have got, and whether what should be kept is. */
  onKept: (orders: ReadonlyMap<string, number>) => void = () => {};
  onDurable: (isDurable: boolean) => void = () => {};
  /** The database was closed by another page, and may be another one by now. */
  onReopened: () => void = () => {};

  private constructor(private readonly name: string) {}

  /** Rejects where the browser keeps nothing. */
  static async open(userId: string): Promise<Store> {
    const store = new Store(PREFIX + userId);
    await store.#opened();
    return store;
  }

  get isDurable(): boolean {
    return this.#failures === 0;
  }

  /** What is kept; tasks only where they are of the fields that this app knows. */
  async read(): Promise<{ tasks: Task[]; position: Position | undefined; commands: Command[] }> {
    const reading = (await this.#opened()).transaction(["tasks", "commands", "state"]);
    const [tasks, commands, state, shape] = await Promise.all([
      reading.objectStore("tasks").getAll(),
      reading.objectStore("commands").getAll(),
      reading.objectStore("state").get("state"),
      reading.objectStore("state").get("shape"),
    ]);
    const position = typeof state === "object" && shape === SHAPE ? state : undefined;
    // Shown until they are told anew.
    const known = tasks.map((task) => completed<Editable>(taskFields, task) as Task);
    return { tasks: known, position, commands };
  }

  /** Whether another page has forgotten the rows, or writes them. */
  get isDetached(): boolean {
    return this.#kept === null;
  }

  async position(): Promise<Position | undefined> {
    const state = await (await this.#opened()).get("state", "state");
    return typeof state === "object" ? state : undefined;
  }

  commands = async (): Promise<Command[]> => (await this.#opened()).getAll("commands");

  /** From now on this page writes the rows; undefined: all of them. */
  beginAt(position: Position | undefined): void {
    this.#kept = position;
  }

  /** Another page has forgotten the rows: they are not to come back. */
  detach(): void {
    this.#kept = null;
  }

  keep(commands: Iterable<Pending>): void {
    for (const one of commands) this.#commands.set(one.id, one);
    void this.#write();
  }

  drop(commands: Iterable<Command>): void {
    for (const { id } of commands) this.#commands.set(id, null);
    void this.#write();
  }

  keepRows({ put, gone }: Rows, next: Position | undefined): void {
    if (this.#kept === null) return;
    for (const task of put) this.#rows.set(task.id, task);
    for (const one of gone) this.#rows.set(one.id, one);
    this.#next = next;
    void this.#write();
  }

  /** When everything up to now has been written, or could not be. */
  async settled(): Promise<void> {
    await this.#write();
  }

  #write(): Promise<void> {
    // Whatever is collected in this task of the page goes together.
    this.#writing ??= Promise.resolve()
      .then(() => this.#writeAll())
      .finally(() => {
        this.#writing = undefined;
      });
    return this.#writing;
  }

  async #writeAll(): Promise<void> {
    while (this.#commands.size + this.#rows.size > 0 || this.#next) {
      const commands = this.#commands;
      const rows = this.#rows;
      const next = this.#next;
      this.#commands = new Map();
      this.#rows = new Map();
      this.#next = undefined;
      try {
        const orders = await this.#transact(commands, rows, next);
        if (this.#failures > 0) this.onDurable(true);
        this.#failures = 0;
        if (orders.size > 0) this.onKept(orders);
      } catch {
        // What has come meanwhile is newer.
        this.#commands = new Map([...commands, ...this.#commands]);
        this.#rows = new Map([...rows, ...this.#rows]);
        this.#next ??= next;
        this.#failures += 1;
        if (this.#failures === 1) this.onDurable(false);
        if (!this.#isClosed)
          setTimeout(() => void this.#write(), Math.min(FIRST_DELAY_MS * 2 ** this.#failures, LONGEST_DELAY_MS));
        return;
      }
    }
  }

  async #transact(commands: Map<string, Pending | null>, rows: Map<string, Task | Gone>, next: Position | undefined) {
    const durability = commands.size > 0 ? "strict" : "default";
    const writing: Transaction = (await this.#opened()).transaction(["tasks", "commands", "state"], "readwrite", {
      durability,
    });
    try {
      const orders = await keepCommands(writing, commands);
      const isOurs = next !== undefined && (await this.#keepRows(writing, rows, next));
      await writing.done;
      if (next) this.#kept = isOurs ? next : null;
      return orders;
    } catch (error) {
      writing.done.catch(() => {});
      try {
        writing.abort();
      } catch {
        // It has ended.
      }
      throw error;
    }
  }

  /** False where another page has written since, or has forgotten them: what is here may be older than what is there. */
  async #keepRows(writing: Transaction, rows: Map<string, Task | Gone>, next: Position): Promise<boolean> {
    const state = writing.objectStore("state");
    const tasks = writing.objectStore("tasks");
    const stored = await state.get("state");
    if (this.#kept === null) return false;
    if (JSON.stringify(stored) !== JSON.stringify(this.#kept)) return false;
    // While everything is told anew, what is told is what holds, also where an older backup was restored.
    const isLoading = this.#kept !== undefined && this.#kept.loadedTo !== null;
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

  /** Opened again, should another page have closed it to forget this person. */
  #opened(): Promise<IDBPDatabase<Schema>> {
    if (this.#isClosed) return Promise.reject(new Error("The page is closed."));
    this.#database ??= this.#open();
    return this.#database;
  }

  async #open(): Promise<IDBPDatabase<Schema>> {
    const shut = () => {
      this.#database = undefined;
    };
    try {
      const database = await openDatabase(this.name, shut);
      if (this.#wasOpen) this.onReopened();
      this.#wasOpen = true;
      return database;
    } catch (error) {
      shut();
      throw error;
    }
  }

  async forget({ unsent }: { unsent: boolean }): Promise<void> {
    this.#kept = null;
    this.#rows.clear();
    const database = await this.#opened();
    await Promise.all([database.clear("tasks"), database.clear("state"), unsent && database.clear("commands")]);
  }

  close(): void {
    this.#isClosed = true;
    void this.#database?.then((database) => database.close());
  }
}

/** The numbers that new ones have got. What had one and is no longer there was confirmed by another page, and stays away. */
async function keepCommands(writing: Transaction, commands: Map<string, Pending | null>): Promise<Map<string, number>> {
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

/** Whoever else has signed in here: nothing of theirs stays but what would be lost. */
export async function forgetOthers(userId: string): Promise<void> {
  const databases = (await indexedDB.databases?.().catch(() => [])) ?? [];
  const others = databases.filter(({ name }) => name?.startsWith(PREFIX) && name !== PREFIX + userId);
  for (const { name = "" } of others) {
    const database = await openDatabase(name);
    const isNeeded = (await database.count("commands")) > 0;
    if (isNeeded) await Promise.all([database.clear("tasks"), database.clear("state")]);
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
