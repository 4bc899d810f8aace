/** What becomes of changes when answers are late, lost or refusals, and when somebody else changes the same. */

import { describe, expect, test } from "vitest";
import { setApi } from "../lib/api/client";
import { connection } from "../lib/api/connection";
import type { Task, TaskFields } from "../lib/domain/task";
import type { Change } from "../lib/sync/changes";
import { mineOf, type Refusal, theirsOf } from "../lib/sync/outbox";
import { Sync } from "../lib/sync/sync";

const milk: TaskFields = { title: "Buy milk", description: null, due_date: null, priority: 0, tags: [] };
const AT = "2026-11-23T08:00:00.000000Z";

/** The API as far as an outbox sees it. `spoil` may lose a request, or the answer to it, or refuse the request. */
class FakeApi {
  tasks: Task[] = [];
  trash: Task[] = [];
  requests: string[] = [];
  answered = new Map<string, Response>();
  spoil: (request: string) => "unreached" | "lost" | "refused" | "full" | undefined = () => undefined;

  fetch = async (input: Request | string): Promise<Response> => {
    if (typeof input === "string") return Response.json({ token: `.${btoa('{"sub":"u","iat":0,"exp":900}')}.` });
    const url = new URL(input.url);
    const request = `${input.method} ${url.pathname.replace("/api/tasks", "")}`;
    this.requests.push(request);
    const fate = this.spoil(request);
    if (fate === "unreached") throw new TypeError("Failed to fetch");
    if (fate === "full") return Response.json({ detail: "No room" }, { status: 409 });
    if (fate === "refused") return Response.json({ detail: "Title is required" }, { status: 422 });
    const key = input.headers.get("Idempotency-Key") ?? "";
    const id = url.pathname.split("/")[3] ?? "";
    if (url.pathname.endsWith("/history")) return Response.json({ data: [] });
    const known = this.answered.get(key);
    const answer = known?.clone() ?? this.answer(input.method, id, input.headers.get("If-Match"), await input.text());
    if (key) this.answered.set(key, answer.clone());
    if (fate === "lost") throw new TypeError("Failed to fetch");
    return answer;
  };

  answer(method: string, id: string, ifMatch: string | null, body: string): Response {
    if (method === "POST" && id) return this.restore(id);
    if (method === "POST") {
      const made = {
        id: `s${this.tasks.length + this.trash.length + 1}`,
        user_id: "u",
        created_at: AT,
        updated_at: AT,
      };
      const task: Task = { ...made, version: 1, deleted_at: null, ...JSON.parse(body) };
      this.tasks = [task, ...this.tasks];
      return Response.json(task, { status: 201 });
    }
    if (method === "GET" && !id) return Response.json({ data: this.tasks });
    const task = this.tasks.find((one) => one.id === id);
    if (!task) return Response.json({ detail: "Task not found" }, { status: 404 });
    if (ifMatch && ifMatch !== `"${task.version}"`) return Response.json({ detail: "Changed" }, { status: 412 });
    if (method === "DELETE") this.delete(id);
    if (method === "DELETE") return new Response(null, { status: 204 });
    if (method === "PATCH") this.change(id, JSON.parse(body));
    return Response.json({ data: this.tasks.find((one) => one.id === id) });
  }

  restore(id: string): Response {
    const task = this.trash.find((one) => one.id === id);
    if (!task) return Response.json({ detail: "Task not found" }, { status: 404 });
    const data = { ...task, version: task.version + 1 };
    this.trash = this.trash.filter((one) => one !== task);
    this.tasks = [data, ...this.tasks];
    return Response.json({ data });
  }

  /** Into the trash, or for good. As another device does it, too. */
  delete(id: string, isForGood = false) {
    const gone = this.tasks.filter((one) => one.id === id);
    this.tasks = this.tasks.filter((one) => one.id !== id);
    if (!isForGood) this.trash = [...this.trash, ...gone.map((one) => ({ ...one, version: one.version + 1 }))];
  }

  /** As another device does it. */
  change(id: string, fields: Partial<Task>) {
    this.tasks = this.tasks.map((one) => (one.id === id ? { ...one, ...fields, version: one.version + 1 } : one));
  }
}

function start() {
  const api = new FakeApi();
  globalThis.fetch = api.fetch as typeof fetch;
  Object.defineProperty(globalThis, "navigator", { value: { onLine: true }, configurable: true });
  Object.defineProperty(globalThis, "document", { value: { cookie: "" }, configurable: true });
  setApi("http://api.invalid", "u");
  const sync = new Sync("u");
  const { outbox } = sync;
  outbox.start(null);
  sync.replica.merge({ data: [], deleted: [] }, "0");
  const refusals: Refusal[] = [];
  outbox.onRefusal((refusal) => refusals.push(refusal));
  const create: Change = { kind: "create", fields: { ...milk, completed: false }, at: AT, key: String(Math.random()) };
  const seen = (id = "new") => sync.get().tasks?.find((task) => task.id === id) as Task;
  return {
    api,
    outbox,
    refusals,
    create,
    hear: (...data: Task[]) => sync.replica.merge({ data, deleted: [] }, "1"),
    conflicts: () => sync.get().conflicts,
    edit: (fields: Partial<Task>, base = seen()) => outbox.add("new", { kind: "edit", fields, seen: base }),
    remove: (base = seen()) => outbox.add(base.id, { kind: "delete", seen: base }),
    seen,
    isEmpty: () => expect.poll(() => outbox.get().length).toBe(0),
    hasFailed: () => expect.poll(() => outbox.get()[0]?.hasFailed).toBeTruthy(),
  };
}

/** With one task that the API has. */
async function startWithTask() {
  const started = start();
  started.outbox.add("new", started.create);
  await started.isEmpty();
  return started;
}

test("what is done to a new task waits until the API has it", async () => {
  const { api, outbox, create, edit, isEmpty, seen } = start();
  outbox.add("new", create);
  edit({ completed: true });
  edit({ title: "Buy oat milk" });
  await isEmpty();
  expect(api.requests).toEqual(["POST ", "PATCH /s1", "PATCH /s1"]);
  expect(api.tasks).toMatchObject([{ title: "Buy oat milk", completed: true }]);
  expect(seen()).toEqual({ ...api.tasks[0], id: "new" });
});

test("a create whose answer is lost is not stored twice", async () => {
  const { api, outbox, create, isEmpty, hasFailed } = start();
  api.spoil = () => (api.requests.length === 1 ? "lost" : undefined);
  outbox.add("new", create);
  await hasFailed();
  connection.retryNow();
  await isEmpty();
  expect(api.requests).toEqual(["POST ", "POST ", "GET /s1"]);
  expect(api.tasks).toHaveLength(1);
});

test("a create whose answer is lost does not bring back what was deleted elsewhere since", async () => {
  const { api, outbox, create, seen, isEmpty, hasFailed } = start();
  api.spoil = () => (api.requests.length === 1 ? "lost" : undefined);
  outbox.add("new", create);
  await hasFailed();
  api.delete("s1");
  connection.retryNow();
  await isEmpty();
  expect(api.tasks).toEqual([]);
  expect(seen()).toBeUndefined();
});

test("what was changed after such a create is asked about, too", async () => {
  const { api, outbox, create, conflicts, edit, seen, isEmpty, hasFailed } = start();
  api.spoil = () => (api.requests.length === 1 ? "lost" : undefined);
  outbox.add("new", create);
  await hasFailed();
  edit({ completed: true });
  api.delete("s1");
  connection.retryNow();
  await expect.poll(() => conflicts()).toMatchObject([{ theirs: "deleted" }]);
  for (const conflict of conflicts()) outbox.resolve(conflict, true);
  await isEmpty();
  expect(api.tasks).toMatchObject([{ title: "Buy milk", completed: true }]);
  expect(seen()).toMatchObject({ completed: true });
});

describe("a create whose key has been forgotten meanwhile", () => {
  const made = {
    ...milk,
    completed: false,
    user_id: "u",
    created_at: AT,
    updated_at: AT,
    version: 1,
    deleted_at: null,
  };
  const yesterday = Date.now() - 24 * 3600 * 1000;

  function startLate(...tasks: Task[]) {
    const started = start();
    const { api, outbox, create } = started;
    api.tasks = tasks;
    const late = (order: number) => ({ order, page: "p", taskId: `new${order}`, change: create, triedAt: yesterday });
    return { ...started, comes: (...orders: number[]) => outbox.adopt(orders.map(late)) };
  }

  test("is not stored twice either", async () => {
    const { api, outbox, comes, isEmpty } = startLate({ ...made, id: "s1" });
    comes(1);
    await isEmpty();
    expect(api.tasks).toHaveLength(1);
    expect(outbox.pageId("s1")).toBe("new1");
  });

  for (const [name, value] of Object.entries({ description: "Two litres", due_date: "2026-12-24", tags: ["home"] })) {
    test(`is not taken for another task, such as one with a different ${name}`, async () => {
      const { api, comes, isEmpty } = startLate({ ...made, id: "s1", [name]: value });
      comes(1);
      await isEmpty();
      expect(api.tasks).toMatchObject([milk, { title: "Buy milk", [name]: value }]);
    });
  }

  test("shares what is found with no other", async () => {
    const { api, outbox, comes, isEmpty } = startLate({ ...made, id: "s1" });
    comes(1, 2);
    await isEmpty();
    expect(api.tasks).toHaveLength(2);
    expect([outbox.pageId("s1"), outbox.pageId("s2")]).toEqual(["new1", "new2"]);
  });
});

test("an edit whose answer is lost ends where it was meant to", async () => {
  const { api, conflicts, edit, isEmpty, hasFailed } = await startWithTask();
  api.spoil = () => (api.requests.length === 2 ? "lost" : undefined);
  edit({ completed: true });
  await hasFailed();
  connection.retryNow();
  await isEmpty();
  expect(api.tasks).toMatchObject([{ completed: true, version: 2 }]);
  expect(conflicts()).toEqual([]);
});

test("a refused create takes with it what was to follow, and says why", async () => {
  const { api, outbox, create, edit, refusals, isEmpty } = start();
  api.spoil = (request) => (request === "POST " ? "refused" : undefined);
  outbox.add("new", create);
  edit({ completed: true });
  await isEmpty();
  expect(api.requests).toEqual(["POST "]);
  const refusal = { change: create, taskId: "new", detail: "Title is required", status: 422, isKept: false };
  expect(refusals).toEqual([refusal]);
});

describe("a task that there is no room for", () => {
  async function startFull() {
    const started = await startWithTask();
    const { api, outbox, create, refusals } = started;
    const room = { isThere: false };
    api.spoil = (request) => (request === "POST " && !room.isThere ? "full" : undefined);
    outbox.add("late", { ...create, key: "late" } as Change);
    await expect.poll(() => refusals).toMatchObject([{ taskId: "late", detail: "No room", isKept: true }]);
    return { ...started, room };
  }

  test("waits with what was done to it, and goes when there is", async () => {
    const { api, outbox, remove, seen, isEmpty, room } = await startFull();
    outbox.add("late", { kind: "edit", fields: { completed: true }, seen: seen("late") });
    expect(seen("late")).toMatchObject({ completed: true });
    room.isThere = true;
    remove();
    await isEmpty();
    expect(api.tasks).toMatchObject([{ title: "Buy milk", completed: true }]);
  });

  test("goes when somebody asks for it", async () => {
    const { api, outbox, refusals, isEmpty, room } = await startFull();
    outbox.retry();
    await expect.poll(() => refusals).toHaveLength(2);
    room.isThere = true;
    outbox.retry();
    await isEmpty();
    expect(api.tasks).toHaveLength(2);
  });

  test("holds up nothing of others, and no news", async () => {
    const { api, edit, hear, seen, outbox } = await startFull();
    edit({ title: "Buy oat milk" });
    await expect.poll(() => api.tasks).toMatchObject([{ title: "Buy oat milk" }]);
    hear({ ...(api.tasks[0] as Task), id: "s9", title: "From elsewhere" });
    expect(seen("s9")).toMatchObject({ title: "From elsewhere" });
    expect(outbox.get()).toHaveLength(1);
  });

  test("goes when one is deleted, though there were fewer when it was refused", async () => {
    const { api, hear, remove, seen, isEmpty, room } = await startFull();
    hear({ ...(api.tasks[0] as Task), id: "s9", title: "From elsewhere" });
    room.isThere = true;
    remove(seen());
    await isEmpty();
    expect(api.tasks).toMatchObject([{ title: "Buy milk" }]);
  });

  test("goes at once when room was made before its refusal was heard of", async () => {
    const { api, outbox, create, remove, isEmpty } = await startWithTask();
    const before = api.requests.length;
    api.spoil = () => (api.requests.length === before + 2 ? "full" : undefined);
    remove();
    outbox.add("late", { ...create, key: "late" } as Change);
    await isEmpty();
    expect(api.requests.slice(before)).toEqual(["DELETE /s1", "POST ", "POST "]);
  });

  test("once deleted holds up no other", async () => {
    const { api, outbox, create, remove, seen, refusals, isEmpty, room } = await startFull();
    outbox.add("later", { ...create, key: "later" } as Change);
    outbox.retry();
    await expect.poll(() => refusals).toHaveLength(2);
    room.isThere = true;
    remove(seen("late"));
    await isEmpty();
    expect(api.tasks).toHaveLength(2);
  });

  test("needs no deleting", async () => {
    const { api, remove, seen, isEmpty } = await startFull();
    const before = api.requests.length;
    remove(seen("late"));
    await isEmpty();
    expect(api.requests).toHaveLength(before);
  });
});

test("while the API is away nothing overtakes and nothing is lost", async () => {
  const { api, outbox, create, edit, remove, seen, isEmpty, hasFailed } = await startWithTask();
  let isAway = true;
  api.spoil = () => (isAway ? "lost" : undefined);
  edit({ title: "First" });
  await hasFailed();
  edit({ title: "Second" });
  outbox.add("other", { ...create, key: "other" } as Change);
  remove(seen("other"));
  expect(outbox.get()).toHaveLength(2);
  isAway = false;
  connection.retryNow();
  await isEmpty();
  expect(api.tasks).toMatchObject([{ title: "Second" }]);
  expect(api.requests.filter((request) => request === "POST ")).toHaveLength(1);
});

test("a new task that was deleted before it was sent is back with all that was written, once that is undone", async () => {
  const { api, outbox, create, edit, remove, seen, isEmpty } = start();
  outbox.add("new", create);
  edit({ description: "Two litres" });
  remove();
  expect(outbox.get()).toEqual([]);
  expect(outbox.withdrawDelete("new")).toBe(true);
  expect(seen()).toMatchObject({ title: "Buy milk", description: "Two litres" });
  await isEmpty();
  expect(api.tasks).toMatchObject([{ title: "Buy milk", description: "Two litres" }]);
  expect(api.requests).toEqual(["POST ", "PATCH /s1"]);
});

test("a new task whose create is under way can be deleted and had back, too", async () => {
  const { api, outbox, create, remove, seen, isEmpty } = start();
  let isBack = false;
  api.spoil = () => {
    remove();
    expect(seen()).toBeUndefined();
    isBack = outbox.withdrawDelete("new");
    return undefined;
  };
  outbox.add("new", create);
  await isEmpty();
  expect(isBack).toBe(true);
  expect(seen()).toMatchObject({ title: "Buy milk" });
  expect(api.requests).toEqual(["POST "]);
});

test("a delete that finds nothing any more has succeeded", async () => {
  const { api, remove, refusals, isEmpty } = await startWithTask();
  api.tasks = [];
  remove();
  await isEmpty();
  expect(refusals).toEqual([]);
});

test("what two devices change apart from each other goes together", async () => {
  const { api, edit, seen, isEmpty } = await startWithTask();
  api.change("s1", { description: "Two litres" });
  edit({ title: "Buy oat milk" });
  edit({ completed: true });
  await isEmpty();
  const both = { title: "Buy oat milk", description: "Two litres", completed: true };
  expect(api.tasks).toMatchObject([both]);
  expect(seen()).toMatchObject(both);
});

for (const { keepsMine, kept } of [
  { keepsMine: true, kept: "Mine" },
  { keepsMine: false, kept: "Theirs" },
]) {
  test(`where both have changed the same nothing happens before the choice, and then "${kept}" holds`, async () => {
    const { api, outbox, conflicts, edit, seen, isEmpty } = await startWithTask();
    api.change("s1", { title: "Theirs" });
    edit({ title: "Mine" });
    await expect.poll(() => conflicts()).toMatchObject([{ theirs: { title: "Theirs" } }]);
    expect(api.tasks).toMatchObject([{ title: "Theirs", version: 2 }]);
    for (const conflict of conflicts()) outbox.resolve(conflict, keepsMine);
    await isEmpty();
    expect(api.tasks).toMatchObject([{ title: kept }]);
    expect(seen()).toMatchObject({ title: kept });
  });
}

for (const keepsMine of [true, false]) {
  test(`only what both have changed is chosen between, and the rest goes through, though ${keepsMine ? "mine" : "theirs"} is kept`, async () => {
    const { api, outbox, conflicts, edit, seen, isEmpty } = await startWithTask();
    api.change("s1", { title: "Theirs", priority: 1 });
    edit({ title: "Mine", description: "Two litres", due_date: "2026-12-24" });
    await expect.poll(() => conflicts().length).toBe(1);
    const [conflict] = conflicts();
    expect(conflict && theirsOf(conflict)).toMatchObject({ title: "Theirs", description: "Two litres", priority: 1 });
    for (const one of conflicts()) outbox.resolve(one, keepsMine);
    await isEmpty();
    const title = keepsMine ? "Mine" : "Theirs";
    const all = { title, description: "Two litres", due_date: "2026-12-24", priority: 1 };
    expect(api.tasks).toMatchObject([all]);
    expect(seen()).toMatchObject(all);
  });
}

describe("of two pages of one person that did not know of each other's changes", () => {
  /** While the API is away this page edits, and takes over what a page that has closed had done before, and after. */
  async function startApart(...others: Partial<Task>[]) {
    const started = await startWithTask();
    const { api, outbox, edit, hasFailed } = started;
    const seen = { ...(api.tasks[0] as Task) };
    let isAway = true;
    api.spoil = () => (isAway ? "unreached" : undefined);
    edit({ description: "Mine, first" });
    await hasFailed();
    edit({ title: "Mine, second" });
    edit({ title: "Mine, third" });
    const [first = 0, second = 0] = outbox.get().map(({ order }) => order);
    const change = (fields: Partial<Task>): Change => ({ kind: "edit", fields, seen });
    const left = others.map((fields, index) => {
      return {
        order: [first - 1, second + 1][index] ?? 0,
        page: "p",
        taskId: "s1",
        change: change(fields),
        triedAt: null,
      };
    });
    outbox.adopt(left);
    const comeBack = () => {
      isAway = false;
      api.requests = [];
      connection.retryNow();
    };
    return { ...started, comeBack };
  }

  test("neither overwrites the other unasked", async () => {
    const { api, outbox, conflicts, isEmpty, comeBack } = await startApart({ title: "Theirs" });
    comeBack();
    await expect.poll(() => conflicts()).toMatchObject([{ theirs: { title: "Theirs", description: "Mine, first" } }]);
    expect(api.tasks).toMatchObject([{ title: "Theirs", description: "Mine, first" }]);
    for (const conflict of conflicts()) outbox.resolve(conflict, true);
    await isEmpty();
    expect(api.tasks).toMatchObject([{ title: "Mine, third", description: "Mine, first" }]);
  });

  test("a change in between is asked about, and those around it are not", async () => {
    const { api, outbox, conflicts, isEmpty, comeBack } = await startApart({ priority: 1 }, { title: "Theirs" });
    comeBack();
    await expect.poll(() => conflicts()).toMatchObject([{ change: { fields: { title: "Theirs" } } }]);
    expect(api.tasks).toMatchObject([{ title: "Mine, second", priority: 1 }]);
    for (const conflict of conflicts()) outbox.resolve(conflict, false);
    await isEmpty();
    expect(api.tasks).toMatchObject([{ title: "Mine, third", priority: 1 }]);
  });

  test("changes to different fields go together at once", async () => {
    const { api, isEmpty, comeBack } = await startApart({ priority: 1 }, { due_date: "2026-12-24" });
    comeBack();
    await isEmpty();
    const all = { title: "Mine, third", description: "Mine, first", priority: 1, due_date: "2026-12-24" };
    expect(api.tasks).toMatchObject([all]);
    expect(api.requests).toEqual(Array(5).fill("PATCH /s1"));
  });
});

test("a task that was changed elsewhere is not deleted unasked", async () => {
  const { api, outbox, conflicts, remove, isEmpty } = await startWithTask();
  const before = { ...(api.tasks[0] as Task), id: "new" };
  api.change("s1", { description: "Two litres" });
  remove(before);
  await expect.poll(() => conflicts().length).toBe(1);
  expect(api.tasks).toHaveLength(1);
  for (const conflict of conflicts()) outbox.resolve(conflict, true);
  await isEmpty();
  expect(api.tasks).toEqual([]);
});

test("whoever takes back a delete that waits for a choice has made it", async () => {
  const { api, outbox, conflicts, remove, seen, isEmpty } = await startWithTask();
  const before = { ...(api.tasks[0] as Task), id: "new" };
  api.change("s1", { title: "Buy rice" });
  remove(before);
  await expect.poll(() => conflicts().length).toBe(1);
  expect(outbox.withdrawDelete("new")).toBe(true);
  await isEmpty();
  expect(conflicts()).toEqual([]);
  expect(seen()).toMatchObject({ title: "Buy rice" });
  expect(api.tasks).toMatchObject([{ title: "Buy rice", version: 2 }]);
});

describe("a task that was changed here and deleted elsewhere", () => {
  async function startDeleted(isForGood = false) {
    const started = await startWithTask();
    const { api, conflicts, edit } = started;
    edit({ description: "Two litres" });
    edit({ completed: true });
    api.delete("s1", isForGood);
    await expect.poll(() => conflicts()).toMatchObject([{ theirs: "deleted" }]);
    return started;
  }

  test("waits for a choice, with all that was changed", async () => {
    const { api, outbox, conflicts, refusals, seen } = await startDeleted();
    const [conflict] = conflicts();
    expect(outbox.get()).toHaveLength(2);
    expect(conflict && mineOf(conflict, outbox.get())).toMatchObject({ description: "Two litres", completed: true });
    expect(seen()).toBeUndefined();
    expect(refusals).toEqual([]);
    expect(api.tasks).toEqual([]);
  });

  test("waits for it on the next page, too", async () => {
    const before = await startDeleted();
    const entries = before.outbox.get().map(({ order, page, change, triedAt }) => {
      return { order, page, taskId: "s1", change, triedAt };
    });
    const { api, outbox, conflicts, seen, isEmpty } = start();
    api.trash = before.api.trash;
    outbox.adopt(entries);
    await expect.poll(() => conflicts()).toMatchObject([{ theirs: "deleted" }]);
    for (const conflict of conflicts()) outbox.resolve(conflict, true);
    expect(seen("s1")).toMatchObject({ description: "Two litres", completed: true });
    await isEmpty();
    expect(api.tasks).toMatchObject([{ description: "Two litres", completed: true }]);
  });

  test("stays deleted if somebody says so", async () => {
    const { api, outbox, conflicts, seen } = await startDeleted();
    for (const conflict of conflicts()) outbox.resolve(conflict, false);
    expect(outbox.get()).toEqual([]);
    expect(seen()).toBeUndefined();
    expect(api.tasks).toEqual([]);
  });

  for (const isForGood of [false, true]) {
    test(`comes back with every change${isForGood ? ", also when it was deleted for good" : ""}`, async () => {
      const { api, outbox, conflicts, seen, isEmpty } = await startDeleted(isForGood);
      for (const conflict of conflicts()) outbox.resolve(conflict, true);
      expect(seen()).toMatchObject({ title: "Buy milk", description: "Two litres", completed: true });
      await isEmpty();
      expect(api.tasks).toMatchObject([{ title: "Buy milk", description: "Two litres", completed: true }]);
      expect(seen()).toMatchObject({ title: "Buy milk", description: "Two litres", completed: true });
    });
  }

  test("needs no choice any more once it is back there", async () => {
    const { api, conflicts, hear, seen, isEmpty } = await startDeleted();
    api.restore("s1");
    hear(...api.tasks);
    await isEmpty();
    expect(conflicts()).toEqual([]);
    expect(api.tasks).toMatchObject([{ description: "Two litres", completed: true }]);
    expect(seen()).toMatchObject({ description: "Two litres", completed: true });
  });

  test("is gone without a question when it was deleted here as well, and Undo has every change", async () => {
    const { api, outbox, conflicts, edit, remove, seen, isEmpty } = await startWithTask();
    edit({ description: "Two litres" });
    remove();
    api.delete("s1");
    await isEmpty();
    expect(conflicts()).toEqual([]);
    expect(outbox.withdrawDelete("new")).toBe(true);
    await isEmpty();
    expect(api.tasks).toMatchObject([{ description: "Two litres" }]);
    expect(seen()).toMatchObject({ description: "Two litres" });
  });
});
