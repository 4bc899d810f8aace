/** What makes the browser's database of an earlier version what it is now, with the changes that are still in it. Fetched where it is needed. */

import type { IDBPDatabase, IDBPTransaction } from "idb";
import { newId } from "../api/ids";
import type { Item } from "../domain/item";
import type { Change, Command } from "./command";
import type { Position } from "./database";

type Database = IDBPDatabase<unknown>;
type Upgrade = IDBPTransaction<unknown, string[], "versionchange">;

/** The first leads from version 1 to version 2. What is here is never edited. */
const migrations: ((database: Database, upgrade: Upgrade) => Promise<void>)[] = [
  async (database, upgrade) => {
    const entries = (await upgrade.objectStore("changes").getAll()) as Entry1[];
    const token: unknown = await upgrade.objectStore("state").get("state");
    database.deleteObjectStore("changes");
    const commands = database.createObjectStore("commands", { keyPath: "order", autoIncrement: true });
    commands.createIndex("id", "id");
    for (const command of commandsOf(entries)) await commands.add(command);
    if (typeof token !== "string") return;
    await upgrade.objectStore("state").put({ token, loadedTo: null } satisfies Position, "state");
    await upgrade.objectStore("state").put("completed,description,due_date,priority,tags,title", "shape");
  },
  async (database, upgrade) => {
    const tasks: unknown[] = await upgrade.objectStore("tasks").getAll();
    database.deleteObjectStore("tasks");
    const rows = database.createObjectStore("rows", { keyPath: ["entity", "item.id"] });
    await Promise.all(tasks.map((item) => rows.put({ entity: "task", item })));
    const commands = upgrade.objectStore("commands");
    for (const command of (await commands.getAll()) as Command2[]) await commands.put(withKind(command));
    const shape: unknown = await upgrade.objectStore("state").get("shape");
    if (typeof shape === "string") await upgrade.objectStore("state").put(`task:${shape}`, "shape");
  },
];

export async function migrate(database: Database, from: number, upgrade: Upgrade): Promise<void> {
  for (const migration of migrations.slice(from - 1)) await migration(database, upgrade);
}

/** What version 2 kept: there were only tasks. */
type Command2 = Omit<Command, "entity" | "itemId" | "change"> & { taskId: string; change: Change2 };
type Change2 = Exclude<Change, { kind: "restore" }> | { kind: "restore"; task: Item };

function withKind({ taskId, change, ...rest }: Command2): Command {
  const now: Change = change.kind === "restore" ? { kind: "restore", item: change.task } : change;
  return { ...rest, entity: "task", itemId: taskId, change: now };
}

/** What version 1 kept. New tasks had ids of the page's until the API gave them another; orders were by the clock. */
type Entry1 = { order: number; page: string; taskId: string; change: Change1; triedAt: number | null };
type Change1 = Change2 | { kind: "restore"; task: Item; key: string; keyAnew?: string };

function commandsOf(entries: Entry1[]): Omit<Command2, "order">[] {
  const ids = new Map<string, string>();
  const idOf = (old: string) => {
    if (!old.startsWith("new-")) return old;
    if (!ids.has(old)) ids.set(old, newId());
    return ids.get(old) ?? old;
  };
  const changeOf = (change: Change1): Change2 => {
    if (change.kind === "create") return change;
    if (change.kind === "restore") return { kind: "restore", task: { ...change.task, id: idOf(change.task.id) } };
    return { ...change, seen: { ...change.seen, id: idOf(change.seen.id) } };
  };
  return entries.map(({ page, taskId, change, triedAt }) => ({
    id: newId(),
    page,
    taskId: idOf(taskId),
    change: changeOf(change),
    wasTried: triedAt !== null,
    sentVersion: triedAt !== null && "seen" in change ? change.seen.version : null,
    verdict: null,
  }));
}
