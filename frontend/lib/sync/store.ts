/** What this browser stores for a person: the items as the API has last sent them, and the commands that are not confirmed. */

import { completed } from "../domain/merge";
import { PATIENCE_MS, within } from "../within";
import type { Command, Pending } from "./command";
import { Database, type Position, type Transaction } from "./database";
import { type Entities, entities } from "./entities";
import type { Items } from "./replica";
import type { Rows } from "./table";
import { isLoading, type RowChange, shapeOf, writeCommands, writeRows } from "./write";

/** What a page finds when it opens. Without a position all rows are asked for anew. */
export type Kept = { items: Items; position: Position | undefined; commands: Command[] };

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
/** So many rows and commands may take as long again. */
const PORTION = 1_000;

const NONE = new Map<string, Pending | null>();

/**
 * Writes behind the page: what is to be kept is collected and written in one transaction, all of it or nothing, and again
 * until it works.
 */
export class Store {
  #commands = new Map<string, Pending | null>();
  /** Those of the transaction that is under way. */
  #underWay = NONE;
  /** By kind and id. */
  #rows = new Map<string, RowChange>();
  /** Where the rows in the database are, and where those that are to be written lead. Null: another page writes them. */
  #kept: Position | undefined | null;
  #next: Position | undefined;
  /** Whether a first load has told any of those that are to be written: it may begin and end before any of it is. */
  #isLoaded = false;
  /** Resolves when all is written, could not be, or takes too long. */
  #writing: Promise<void> | undefined;
  #giveUp = () => {};
  #failures = 0;
  readonly #database: Database;

  /** Hears the numbers that commands have got, and whether what should be kept is. */
  onKept: (orders: ReadonlyMap<string, number>) => void = () => {};
  onDurable: (isDurable: boolean) => void = () => {};
  /** The database was closed by another page, and may be another one by now. */
  onReopened: () => void = () => {};

  private constructor(
    userId: string,
    private readonly entities: Entities,
  ) {
    this.#database = new Database(userId, () => this.onReopened());
  }

  /** Rejects where the browser keeps nothing. */
  static async open(userId: string, known: Entities = entities): Promise<Store> {
    const store = new Store(userId, known);
    await store.#database.opened();
    return store;
  }

  get isDurable(): boolean {
    return this.#failures === 0;
  }

  /** What is kept; a position only where all rows have the fields that this app knows. */
  async read(): Promise<Kept> {
    const reading = (await this.#database.opened()).transaction(["rows", "commands", "state"]);
    const [rows, commands, state, shape] = await Promise.all([
      reading.objectStore("rows").getAll(),
      reading.objectStore("commands").getAll(),
      reading.objectStore("state").get("state"),
      reading.objectStore("state").get("shape"),
    ]);
    const position = typeof state === "object" && shape === shapeOf(this.entities) ? state : undefined;
    // Whoever leads next must not take the rows for complete, either.
    if (state !== undefined && !position) await (await this.#database.opened()).delete("state", "state");
    // Shown until they are told anew.
    const itemsOf = ([name, { fields }]: (typeof kinds)[number]) => [
      name,
      rows.flatMap(({ entity, item }) => (entity === name ? [completed<object>(fields, item)] : [])),
    ];
    const kinds = Object.entries(this.entities);
    return { items: Object.fromEntries(kinds.map(itemsOf)), position, commands };
  }

  /** Whether another page has forgotten the rows, or writes them. */
  get isDetached(): boolean {
    return this.#kept === null;
  }

  async position(): Promise<Position | undefined> {
    const state = await (await this.#database.opened()).get("state", "state");
    return typeof state === "object" ? state : undefined;
  }

  /** Without those that are still to be taken out. */
  async commands(): Promise<Command[]> {
    const reading = this.#database.opened().then((database) => database.getAll("commands"));
    const isOver = ({ id }: Command) => (this.#commands.has(id) ? this.#commands : this.#underWay).get(id) === null;
    return (await within(PATIENCE_MS, reading)).filter((one) => !isOver(one));
  }

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

  /** Another page keeps these, or knows that they are `over`: they are not to be kept here later. */
  leave(kept: Iterable<string>, over: Iterable<string>): void {
    for (const id of kept) for (const all of [this.#commands, this.#underWay]) if (all.get(id)) all.delete(id);
    // What is just being written is taken out as soon as it is in.
    for (const id of over) if (this.#commands.get(id) ?? this.#underWay.get(id)) this.#commands.set(id, null);
    if (!this.isDurable) void this.#write();
  }

  drop(commands: Iterable<Pick<Command, "id">>): void {
    for (const { id } of commands) this.#commands.set(id, null);
    void this.#write();
  }

  keepRows(rows: readonly Rows[], next: Position | undefined): void {
    if (this.#kept === null) return;
    for (const { entity, put, gone } of rows)
      for (const row of [...put, ...gone]) this.#rows.set(`${entity} ${row.id}`, { entity, row });
    this.#next = next;
    this.#isLoaded ||= isLoading(next);
    void this.#write();
  }

  /** When everything up to now has been written, or could not be, or the database does not answer. */
  async settled(): Promise<void> {
    await this.#write();
  }

  #write(): Promise<void> {
    this.#writing ??= new Promise((resolve) => {
      this.#giveUp = resolve;
      // Whatever is collected in this task of the page goes together.
      queueMicrotask(async () => {
        await this.#writeAll();
        this.#writing = undefined;
        resolve();
      });
    });
    return this.#writing;
  }

  async #writeAll(): Promise<void> {
    while (this.#commands.size + this.#rows.size > 0 || this.#next) {
      const commands = this.#commands;
      this.#underWay = commands;
      const rows = this.#rows;
      const next = this.#next;
      const isLoaded = this.#isLoaded;
      this.#commands = new Map();
      this.#rows = new Map();
      this.#next = undefined;
      this.#isLoaded = false;
      // Another page may be frozen in the middle of a transaction. This one is carried out all the same, once it can be.
      const late = setTimeout(
        () => {
          this.#failed();
          this.#giveUp();
        },
        PATIENCE_MS * (1 + (commands.size + rows.size) / PORTION),
      );
      try {
        const orders = await this.#transact(commands, rows, next, isLoaded);
        this.#recovered();
        if (orders.size > 0) this.onKept(orders);
      } catch {
        // What has come meanwhile is newer.
        this.#commands = new Map([...commands, ...this.#commands]);
        this.#rows = new Map([...rows, ...this.#rows]);
        this.#next ??= next;
        this.#isLoaded ||= isLoaded;
        this.#failed();
        if (!this.#database.isClosed)
          setTimeout(() => void this.#write(), Math.min(FIRST_DELAY_MS * 2 ** this.#failures, LONGEST_DELAY_MS));
        return;
      } finally {
        this.#underWay = NONE;
        clearTimeout(late);
      }
    }
    this.#recovered();
  }

  #recovered(): void {
    if (this.isDurable) return;
    this.#failures = 0;
    this.onDurable(true);
  }

  #failed(): void {
    this.#failures += 1;
    this.onDurable(false);
  }

  async #transact(
    commands: Map<string, Pending | null>,
    rows: Map<string, RowChange>,
    next: Position | undefined,
    isLoaded: boolean,
  ) {
    const durability = commands.size > 0 ? "strict" : "default";
    const writing: Transaction = (await this.#database.opened()).transaction(
      ["rows", "commands", "state"],
      "readwrite",
      {
        durability,
      },
    );
    try {
      const numbers = await writeCommands(writing, commands);
      const isOurs =
        next !== undefined &&
        (await writeRows(writing, [...rows.values()], () => this.#kept, next, isLoaded, shapeOf(this.entities)));
      await writing.done;
      if (next) this.#kept = isOurs ? next : null;
      return numbers();
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

  async forget({ unsent }: { unsent: boolean }): Promise<void> {
    this.#kept = null;
    this.#rows.clear();
    const database = await this.#database.opened();
    await Promise.all([database.clear("rows"), database.clear("state"), unsent && database.clear("commands")]);
  }

  close(): void {
    this.#database.close();
  }
}
