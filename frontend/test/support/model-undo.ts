/** Undo as the API has it: all that one request has done goes back, or nothing. */

import type { Item } from "../../lib/domain/item";
import type { List } from "../../lib/domain/list";
import type { Task } from "../../lib/domain/task";
import { Refused } from "./refused";

type Line = { seq: number; id: string; of: string; after?: Item | null };

/** What undo needs of the rest of the API. */
export type Around = {
  log: readonly Line[];
  now: () => string;
  task: (id: string) => Task | undefined;
  list: (id: string) => List | undefined;
  tasks: () => Iterable<Task>;
  isListThere: (id: string | null) => boolean;
  /** Whether the task may be there. */
  isPlaced: (task: Task) => boolean;
  write: (kind: string, item: Item) => void;
};

export class ModelUndo {
  /** The first and last line of each request. */
  readonly #commands: (readonly [first: number, last: number])[] = [];

  constructor(private readonly around: Around) {}

  /** A request has written these lines. */
  note(first: number, last: number): void {
    this.#commands.push([first, last]);
  }

  /** Within one piece: `Refused` leaves it to whoever calls to take back what is written by then. */
  undo(seq: number): void {
    const { log, now, isListThere, isPlaced, write } = this.around;
    const [first, last] = this.#commands.find(([from, to]) => from <= seq && seq <= to) ?? [seq, seq];
    const lines = log.filter((line) => first <= line.seq && line.seq <= last);
    if (lines.length === 0) throw new Refused(404, "Change not found");
    const ids = new Set(lines.map(({ id }) => id));
    const isChanged = log.some((line) => line.seq > last && ids.has(line.id));
    const isFinal = lines.some(({ of, after }) => of === "settings" || !after);
    if (isChanged || isFinal) throw new Refused(409, "This change cannot be undone");
    const at = now();
    const all = [...ids].map((id) => ({ id, of: lines.find((line) => line.id === id)?.of ?? "" }));
    const byKind = all.toSorted((one, other) => Number(other.of === "list") - Number(one.of === "list"));
    const placed: Task[] = [];
    for (const { id, of } of byKind) {
      const old = (of === "list" ? this.around.list(id) : this.around.task(id)) as Item;
      const before = log.findLast((line) => line.id === id && line.seq < first)?.after;
      const state = before ?? { ...old, deleted_at: at };
      const back = { ...state, version: old.version + 1, updated_at: at } as Item & { list_id?: string | null };
      if (of === "task" && !isListThere(back.list_id ?? null)) back.list_id = null;
      write(of, back);
      if (of === "task") placed.push(back as unknown as Task);
    }
    if (placed.some((task) => task.deleted_at === null && !isPlaced(task)))
      throw new Refused(409, "This change cannot be undone: the tasks are arranged differently since");
    const gone = new Set(all.flatMap(({ id, of }) => (of === "list" && !isListThere(id) ? [id] : [])));
    if ([...this.around.tasks()].some((task) => task.deleted_at === null && gone.has(task.list_id ?? "")))
      throw new Refused(409, "This change cannot be undone: the list has other tasks by now");
  }
}
