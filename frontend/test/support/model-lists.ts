/** Lists as the API has them: deleting and restoring one is one command with its tasks. */

import type { List, ListFields } from "../../lib/domain/list";
import { positionAt } from "../../lib/domain/position";
import type { Task } from "../../lib/domain/task";
import { Refused } from "./refused";

/** What lists need of the rest of the API. */
export type Around = {
  now: () => string;
  append: (id: string, after: List | null) => void;
  tasks: () => Iterable<Task>;
  writeTask: (task: Task) => void;
  statesOf: (id: string) => List[];
  erasedVersion: () => number;
  onErased: (version: number) => void;
};

export class ModelLists {
  readonly all = new Map<string, List>();

  constructor(private readonly around: Around) {}

  get alive(): List[] {
    return [...this.all.values()].filter(({ deleted_at }) => deleted_at === null);
  }

  /** What was ever true of that list. */
  statesOf = (id: string): List[] => this.around.statesOf(id);

  isThere = (id: string | null): boolean => id === null || this.all.get(id)?.deleted_at === null;

  route({ method, headers, url }: Request, id: string, what: string | undefined, body: never): Response {
    const expected = headers.get("If-Match")?.replaceAll('"', "");
    if (what === "history") {
      if (!this.all.has(id)) throw new Refused(404, "List not found");
      const states = this.statesOf(id).toReversed();
      return Response.json({ data: states.map((after) => ({ after })) });
    }
    if (what === "restore") return Response.json({ data: this.restore(id) });
    if (method === "PUT") return Response.json(this.create(id, body), { status: 201 });
    if (method === "PATCH") return Response.json({ data: this.change(id, body, expected) });
    if (method === "GET") return Response.json({ data: this.#found(id) });
    if (new URL(url).searchParams.get("permanent") === "true") this.erase(id, expected);
    else this.delete(id, expected);
    return new Response(null, { status: 204, headers: { "X-Request-ID": "1" } });
  }

  create(id: string, fields: Partial<ListFields>): List {
    if (this.all.has(id)) throw new Refused(412, "There is a list already");
    if ((fields.name ?? "").length > 100) throw new Refused(422, "Name must be at most 100 characters");
    const at = this.around.now();
    const given: ListFields = { name: "", color: null, archived: false, position: positionAt(at), ...fields };
    if (given.position === "") throw new Refused(422, "Position must be at least 1 character");
    return this.write({
      ...given,
      id,
      user_id: "u",
      created_at: at,
      updated_at: at,
      version: this.around.erasedVersion() + 1,
      deleted_at: null,
    });
  }

  change(id: string, fields: Partial<ListFields>, expected?: string): List {
    const list = this.#found(id, expected);
    const after = { ...list, ...fields };
    if (JSON.stringify(after) === JSON.stringify(list)) return list;
    return this.write({ ...after, version: list.version + 1, updated_at: this.around.now() });
  }

  delete(id: string, expected?: string): void {
    const list = this.#found(id, expected);
    const deleted_at = this.around.now();
    this.write({ ...list, version: list.version + 1, deleted_at });
    for (const task of [...this.around.tasks()])
      if (task.list_id === id && task.deleted_at === null)
        this.around.writeTask({ ...task, version: task.version + 1, deleted_at });
  }

  restore(id: string): List {
    const list = this.all.get(id);
    if (!list?.deleted_at) throw new Refused(404, "List not found");
    const restored = this.write({ ...list, version: list.version + 1, deleted_at: null });
    for (const task of [...this.around.tasks()])
      if (task.list_id === id && task.deleted_at === list.deleted_at)
        this.around.writeTask({ ...task, version: task.version + 1, deleted_at: null });
    return restored;
  }

  /** For good, out of the trash. What was in it stays there. */
  erase(id: string, expected?: string): void {
    const list = this.all.get(id);
    if (!list?.deleted_at) throw new Refused(404, "List not found");
    if (expected && expected !== `${list.version}`) throw new Refused(412, "The list has changed");
    this.all.delete(id);
    this.around.onErased(list.version);
    this.around.append(id, null);
  }

  #found(id: string, expected?: string): List {
    const list = this.all.get(id);
    if (!list || list.deleted_at) throw new Refused(404, "List not found");
    if (expected && expected !== `${list.version}`) throw new Refused(412, "The list has changed");
    return list;
  }

  write(list: List): List {
    this.all.set(list.id, list);
    this.around.append(list.id, list);
    return list;
  }
}
