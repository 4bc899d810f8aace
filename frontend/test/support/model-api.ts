/** The API as its contract has it, in memory: versions, keys, batches, history, the feed in pages, the stream of events. */

import type { List } from "../../lib/domain/list";
import { positionAt } from "../../lib/domain/position";
import { comingOf } from "../../lib/domain/repeat/coming";
import { blankFields, type Editable, type Task, withoutDay } from "../../lib/domain/task";
import { type Day, dayOf } from "../../lib/tasks/day";
import { ModelLists } from "./model-lists";
import { ModelSettings } from "./model-settings";
import { ModelSubtasks } from "./model-subtasks";
import { ModelUndo } from "./model-undo";
import { Refused } from "./refused";

type Operation = { op: string; id: string; task: Partial<Editable>; version?: number };
type TaskLine = { seq: number; id: string; after: Task | null; of: "task" };
type ListLine = { seq: number; id: string; after: List | null; of: "list" };
type SettingsLine = { seq: number; id: string; of: "settings" };
type Line = TaskLine | ListLine | SettingsLine;
const isOfTask = (line: Line): line is TaskLine => line.of === "task";
const isOfList = (line: Line): line is ListLine => line.of === "list";

const isAlive = (task: Task) => task.deleted_at === null;

export class ModelApi {
  readonly tasks = new Map<string, Task>();
  readonly log: Line[] = [];
  readonly lists = new ModelLists({
    now: () => this.#now(),
    append: (id, after) => this.#log({ seq: this.#seq + 1, id, after, of: "list" }),
    tasks: () => this.tasks.values(),
    writeTask: (task) => void this.#write(task),
    erasedVersion: () => this.#erasedVersion,
    onErased: (version) => this.#hasErased(version),
    statesOf: (id) => this.log.filter(isOfList).flatMap(({ id: one, after }) => (one === id && after ? [after] : [])),
  });
  readonly settings = new ModelSettings(() => this.#log({ seq: this.#seq + 1, id: "settings", of: "settings" }));
  readonly #subtasks = new ModelSubtasks(this.tasks);
  readonly #undo = new ModelUndo({
    log: this.log,
    now: () => this.#now(),
    task: (id) => this.tasks.get(id),
    list: (id) => this.lists.all.get(id),
    tasks: () => this.tasks.values(),
    isListThere: (id) => this.lists.isThere(id),
    isPlaced: (task) => this.#subtasks.isPlaced(task),
    write: (kind, item) => (kind === "list" ? this.lists.write(item as List) : this.#write(item as Task)),
  });
  readonly #answers = new Map<string, Response>();
  readonly #streams = new Set<() => void>();
  /** The last line of the log about each task. */
  readonly #latest = new Map<string, number>();
  /** The highest version of all that is erased. */
  #erasedVersion = 0;
  #isInBatch = false;
  /** What one command completes is completed at one time. */
  #commandAt: string | undefined;
  #moment = Date.parse("2026-11-01T08:00:00Z");
  /** How many tasks there may be. */
  room = Number.POSITIVE_INFINITY;
  /** The log reaches back to here. */
  logStart = 0;
  page = 1000;
  /** In the account's zone. */
  today: Day = dayOf(new Date());
  requests: string[] = [];

  get alive(): Task[] {
    const tasks = [...this.tasks.values()].filter((task) => task.deleted_at === null);
    return tasks.sort((a, b) => (a.created_at < b.created_at ? 1 : -1));
  }

  get trash(): Task[] {
    return [...this.tasks.values()].filter((task) => task.deleted_at !== null);
  }

  /** What was ever true of that task. */
  statesOf(id: string): (Task | null)[] {
    return this.log.filter(isOfTask).flatMap((line) => (line.id === id ? [line.after] : []));
  }

  async handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const path = url.pathname.replace("/api/tasks", "").replace("/api/lists", "/lists");
    this.requests.push(`${request.method} ${path}`);
    if (url.pathname === "/api/events") return this.#events(request);
    const text = await request.text();
    const key = request.headers.get("Idempotency-Key");
    const known = key ? this.#answers.get(key) : undefined;
    if (known) return known.clone();
    const before = this.#seq;
    const answer = this.#answer(request, path, url, text ? JSON.parse(text) : {});
    if (this.#seq > before) {
      this.#undo.note(before + 1, this.#seq);
      answer.headers.set("X-Change-Seq", `${this.#seq}`);
    }
    if (key) this.#answers.set(key, answer.clone());
    return answer;
  }

  #answer(request: Request, path: string, url: URL, body: unknown): Response {
    try {
      return this.#route(request, path, url, body as never);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return error.answerTo(request);
    }
  }

  #route(request: Request, path: string, url: URL, body: never): Response {
    if ((body as Partial<Editable>).position === "")
      throw new Refused(422, "Position must be at least 1 character", "position");
    const { method, headers } = request;
    const [, id = "", what, ofList] = path.split("/");
    if (path === "/api/me/settings") return this.settings.route(request, body);
    if (id === "lists") return this.#atOnce(() => this.lists.route(request, what ?? "", ofList, body));
    const expected = headers.get("If-Match")?.replaceAll('"', "");
    if (path === "/changes") return this.#changes(url.searchParams.get("since"), Number(url.searchParams.get("limit")));
    if (path === "/batch") return Response.json({ data: this.#batch(body) });
    if (url.pathname === "/api/undo") return Response.json({ data: this.#takeBack(body) });
    if (what === "history" && !this.tasks.has(id)) throw new Refused(404, "Task not found");
    if (what === "history")
      return Response.json({
        data: this.statesOf(id)
          .toReversed()
          .map((after) => ({ after })),
      });
    if (what === "restore") return Response.json({ data: this.restore(id) });
    if (method === "POST") return Response.json(this.create(crypto.randomUUID(), body), { status: 201 });
    if (method === "PUT") return Response.json(this.create(id, body), { status: 201 });
    if (method === "PATCH") return Response.json({ data: this.change(id, body, expected) });
    if (method === "GET") return Response.json({ data: this.#found(id) });
    this.delete(id, expected);
    return new Response(null, { status: 204, headers: { "X-Request-ID": "1" } });
  }

  /** Is told to everybody in one piece, and to nobody if it fails. */
  #atOnce<Result>(run: () => Result): Result {
    if (this.#isInBatch) return run();
    this.#isInBatch = true;
    this.#commandAt = undefined;
    let result: Result;
    try {
      result = run();
    } finally {
      this.#isInBatch = false;
    }
    for (const wake of this.#streams) wake();
    return result;
  }

  #batch({ operations }: { operations: Operation[] }) {
    return this.#allOrNothing(() =>
      operations.map(({ op, id, task, version }) => {
        if (op === "erase") return this.#eraseTrashed(id, version);
        if (op === "restore") return this.restore(id);
        if (op === "delete") return this.delete(id, version?.toString());
        return op === "create" ? this.create(id, task) : this.change(id, task, version?.toString());
      }),
    );
  }

  #takeBack({ seq }: { seq: number }) {
    const named = this.log.find((line) => line.seq === seq);
    this.#allOrNothing(() => this.#undo.undo(seq));
    if (!named) throw new Refused(404, "Change not found");
    return this.tasks.get(named.id) ?? this.lists.all.get(named.id);
  }

  #allOrNothing<Result>(run: () => Result): Result {
    const before = [new Map(this.tasks), this.log.length, this.#erasedVersion, new Map(this.lists.all)] as const;
    try {
      return this.#atOnce(run);
    } catch (error) {
      this.tasks.clear();
      for (const [id, task] of before[0]) this.tasks.set(id, task);
      this.lists.all.clear();
      for (const [id, list] of before[3]) this.lists.all.set(id, list);
      this.log.length = before[1];
      this.#erasedVersion = before[2];
      this.#latest.clear();
      for (const line of this.log) this.#latest.set(line.id, line.seq);
      throw error;
    }
  }

  create(id: string, fields: Partial<Editable>): Task {
    if (this.tasks.has(id)) throw new Refused(412, "There is a task already");
    if (this.#isFull) throw new Refused(409, "No room");
    if ((fields.title ?? "").length > 100) throw new Refused(422, "Title must be at most 100 characters", "title");
    const placed = this.#placed(id, {}, fields);
    const at = this.#now();
    const version = this.#erasedVersion + 1;
    return this.#write({
      ...blankFields,
      ...placed,
      position: fields.position || positionAt(at),
      id,
      user_id: "u",
      created_at: at,
      updated_at: at,
      version,
      deleted_at: null,
      completed_at: placed.completed ? at : null,
    });
  }

  change(id: string, fields: Partial<Editable>, expected?: string): Task {
    const task = this.#found(id, expected);
    if ((fields.title ?? "").length > 100) throw new Refused(422, "Title must be at most 100 characters", "title");
    const placed = { ...task, ...this.#placed(id, task, fields) };
    const whole = placed.due_date === null ? { ...placed, ...withoutDay(placed) } : placed;
    const coming = whole.completed && !task.completed && whole.repeat ? comingOf(whole, this.today) : null;
    const after = coming ? { ...whole, ...coming, completed: false } : whole;
    if (JSON.stringify(after) === JSON.stringify(task)) return task;
    return this.#atOnce(() => {
      const at = this.#now();
      this.#commandAt ??= at;
      const flips = after.completed !== task.completed;
      const completed_at = flips ? (after.completed ? this.#commandAt : null) : task.completed_at;
      const written = this.#write({ ...after, completed_at, version: task.version + 1, updated_at: at });
      for (const one of this.#subtasks.below(id, isAlive)) {
        if (coming && one.completed)
          this.#write({ ...one, completed: false, completed_at: null, version: one.version + 1, updated_at: at });
        const isFlipped = flips && (after.completed ? !one.completed : one.completed_at === task.completed_at);
        const state = isFlipped ? { completed: after.completed, completed_at } : {};
        const next = { ...one, ...state, list_id: written.list_id };
        if (isFlipped || next.list_id !== one.list_id)
          this.#write({ ...next, version: one.version + 1, updated_at: at });
      }
      return written;
    });
  }

  delete(id: string, expected?: string): Task {
    const task = this.#found(id, expected);
    const deleted_at = this.#now();
    return this.#atOnce(() => {
      for (const one of this.#subtasks.below(id, isAlive))
        this.#write({ ...one, version: one.version + 1, deleted_at });
      return this.#write({ ...task, version: task.version + 1, deleted_at });
    });
  }

  restore(id: string): Task {
    const task = this.tasks.get(id);
    if (!task?.deleted_at) throw new Refused(404, "Task not found");
    if (this.#isFull) throw new Refused(409, "No room");
    const above = this.#subtasks.above(task.parent_id);
    const wentWithIt = this.#subtasks.below(id, (one) => one.deleted_at === task.deleted_at);
    const parent = above && this.#fits(id, above.length, wentWithIt) ? above[0] : undefined;
    const list_id = parent ? parent.list_id : this.lists.isThere(task.list_id) ? task.list_id : null;
    return this.#atOnce(() => {
      const back = { list_id, deleted_at: null };
      const written = this.#write({ ...task, ...back, parent_id: parent?.id ?? null, version: task.version + 1 });
      for (const one of wentWithIt) this.#write({ ...one, ...back, version: one.version + 1 });
      return written;
    });
  }

  /** Whether those levels are enough for a task that comes back with what went with it. */
  #fits(id: string, levelsAbove: number, members: readonly Task[]): boolean {
    const levelsFrom = (one: string): number =>
      1 + Math.max(0, ...members.filter(({ parent_id }) => parent_id === one).map((member) => levelsFrom(member.id)));
    return levelsAbove + levelsFrom(id) <= 5;
  }

  #placed(id: string, task: Partial<Task>, fields: Partial<Editable>): Partial<Editable> {
    const placed = this.#subtasks.placed(id, task, fields);
    if (!this.lists.isThere(placed.list_id ?? null)) throw new Refused(422, "List not found", "list_id");
    return placed;
  }

  /** For good, from wherever it is. */
  erase(id: string): void {
    const task = this.tasks.get(id);
    if (!task) return;
    const below = this.#subtasks.below(id, (one) => one.deleted_at === task.deleted_at);
    this.#atOnce(() => {
      for (const one of [task, ...below]) {
        this.tasks.delete(one.id);
        this.#hasErased(one.version);
        this.#append(one.id, null);
      }
    });
  }

  #hasErased(version: number): void {
    this.#erasedVersion = Math.max(this.#erasedVersion, version);
  }

  #eraseTrashed(id: string, version: number | undefined): null {
    const task = this.tasks.get(id);
    if (!task?.deleted_at) throw new Refused(404, "Task not found");
    if (version !== undefined && version !== task.version) throw new Refused(412, "The task has changed");
    this.erase(id);
    return null;
  }

  #found(id: string, expected?: string): Task {
    const task = this.tasks.get(id);
    if (!task || task.deleted_at) throw new Refused(404, "Task not found");
    if (expected && expected !== `${task.version}`) throw new Refused(412, "The task has changed");
    return task;
  }

  #write(task: Task): Task {
    this.#subtasks.hasAny ||= task.parent_id !== null;
    this.tasks.set(task.id, task);
    this.#append(task.id, task);
    return task;
  }

  #append(id: string, after: Task | null) {
    this.#log({ seq: this.#seq + 1, id, after, of: "task" });
  }

  #log(line: Line) {
    this.log.push(line);
    this.#latest.set(line.id, line.seq);
    if (!this.#isInBatch) for (const wake of this.#streams) wake();
  }

  #now(): string {
    this.#moment += 1000;
    return new Date(this.#moment).toISOString();
  }

  get #isFull(): boolean {
    return Number.isFinite(this.room) && this.alive.length >= this.room;
  }

  get #seq(): number {
    return this.log.at(-1)?.seq ?? 0;
  }

  /** Of a token, where it stands in the log, and the last task of a first load. */
  #read(token: string): { seq: number; last: string | undefined } {
    const [seq, last] = token.split("~");
    if (!(Number(seq) >= this.logStart)) throw new Refused(410, "The token is not in the log");
    return { seq: Number(seq), last };
  }

  #changes(since: string | null, limit: number): Response {
    const most = Math.min(limit || this.page, this.page);
    if (since === null) return Response.json(this.#firstLoad(this.#seq, "", most));
    const { seq, last } = this.#read(since);
    return Response.json(last === undefined ? this.#since(seq, most) : this.#firstLoad(seq, last, most));
  }

  #firstLoad(seq: number, last: string, most: number) {
    const changed = new Set(this.log.filter((line) => line.seq > seq).map(({ id }) => id));
    const rest = this.alive.filter(({ id }) => id > last && !changed.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1));
    const data = rest.slice(0, most);
    const isLast = rest.length <= most;
    const next = isLast ? `${seq}` : `${seq}~${data.at(-1)?.id}`;
    const lists = last === "" ? this.lists.alive : [];
    const settings = last === "" ? this.settings.told : null;
    return { data, deleted: [], lists, deleted_lists: [], settings, next, has_more: !isLast || seq < this.#seq };
  }

  #since(seq: number, most: number) {
    const lines = this.log.filter((line) => line.seq > seq).slice(0, most);
    const to = lines.at(-1)?.seq ?? this.#seq;
    const latest = lines.filter(({ id, seq: number }) => this.#latest.get(id) === number);
    const there = (lines: (TaskLine | ListLine)[]) =>
      lines.flatMap(({ after }) => (after && after.deleted_at === null ? [after] : []));
    const gone = (lines: (TaskLine | ListLine)[]) =>
      lines.flatMap(({ id, after }) =>
        after && after.deleted_at === null
          ? []
          : { id, deleted_at: "", version: after?.version ?? this.#erasedVersion },
      );
    const [tasks, lists] = [latest.filter(isOfTask), latest.filter(isOfList)];
    return {
      data: there(tasks),
      deleted: gone(tasks),
      lists: there(lists),
      deleted_lists: gone(lists),
      settings: latest.some(({ of }) => of === "settings") ? this.settings.told : null,
      next: `${to}`,
      has_more: to < this.#seq,
    };
  }

  /** Until the reader goes away. */
  #events({ headers, signal }: Request): Response {
    let at = headers.get("Last-Event-ID") ?? "";
    const encoder = new TextEncoder();
    let wake = () => {};
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        const send = (event: string, id: string, data: object) =>
          controller.enqueue(encoder.encode(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
        wake = () => {
          if (signal.aborted) return;
          if (!(Number(at) >= this.logStart)) return send("reset", `${this.#seq}`, {});
          while (Number(at) < this.#seq) {
            const page = this.#since(Number(at), this.page);
            at = page.next;
            send("change", at, page);
          }
        };
        this.#streams.add(wake);
        signal.addEventListener("abort", () => {
          this.#streams.delete(wake);
          controller.error(new DOMException("Aborted", "AbortError"));
        });
        wake();
      },
      cancel: () => void this.#streams.delete(wake),
    });
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  }
}
