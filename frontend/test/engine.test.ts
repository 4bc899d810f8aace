/** What becomes of changes when answers are late, lost or refusals, and when somebody else changes the same. */

import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createConnection } from "../lib/api/connection";
import { ApiError } from "../lib/api/errors";
import { newId } from "../lib/api/ids";
import { taskFields } from "../lib/domain/task";
import { mineOf, theirsOf } from "../lib/sync/conflict";
import type { Conflict } from "../lib/sync/tasks";
import { type Fate, until } from "./support/browser";
import { milk, start, startWithTask, writes } from "./support/start";

test("what is done to a new task waits until the API has it", async () => {
  const { api, person } = await start();
  const id = person.create();
  person.edit(id, { completed: true });
  person.edit(id, { title: "Buy oat milk" });
  await person.isDone();
  expect(writes(api)).toEqual([`PUT /${id}`, `PATCH /${id}`, `PATCH /${id}`]);
  expect(api.alive).toMatchObject([{ title: "Buy oat milk", completed: true }]);
  expect(person.shown(id)).toEqual(api.tasks.get(id));
});

describe("a create whose answer is lost", () => {
  async function startLost() {
    const started = await start();
    started.fates.push("is not answered");
    const id = started.person.create();
    await until(() => started.api.alive.length === 1);
    return { ...started, id };
  }

  test("is not stored twice", async () => {
    const { api, person } = await startLost();
    await person.isDone();
    expect(api.alive).toHaveLength(1);
    expect(person.sync.get().shown?.task).toHaveLength(1);
  });

  test("does not bring back what was deleted elsewhere since", async () => {
    const { api, person, id } = await startLost();
    api.delete(id);
    await person.isDone();
    expect(api.alive).toEqual([]);
    expect(person.shown(id)).toBeUndefined();
  });

  test("does not hide what others do meanwhile", async () => {
    const { api, person, net } = await startLost();
    net.isDown = true;
    const other = api.create("ffffffff-0000-4000-8000-000000000000", { title: "From elsewhere" });
    await until(() => person.shown(other.id) !== undefined);
  });

  test("shows its task once after a reload", async () => {
    const { person, net, open } = await startLost();
    net.isDown = true;
    await until(() => person.sync.get().isDurable);
    person.page.close();
    const next = await open();
    expect(next.sync.get().shown?.task).toHaveLength(1);
    net.isDown = false;
    await next.isDone();
    expect(next.sync.get().shown?.task).toHaveLength(1);
  });

  test("is asked about when its task was changed here and deleted elsewhere", async () => {
    const { api, person, id } = await startLost();
    person.edit(id, { completed: true });
    api.delete(id);
    await person.isAsked();
    person.choose(true);
    await person.isDone();
    expect(api.alive).toMatchObject([{ title: "Buy milk", completed: true }]);
  });
});

test("an edit whose answer is lost ends where it was meant to", async () => {
  const { api, person, fates, id } = await startWithTask();
  fates.push("is not answered");
  person.edit(id, { completed: true });
  await person.isDone();
  expect(api.alive).toMatchObject([{ completed: true, version: 2 }]);
});

test("an edit whose answer is lost, and which was undone elsewhere, is not simply done again", async () => {
  const { api, person, fates, net, id } = await startWithTask();
  fates.push("is not answered");
  person.edit(id, { completed: true });
  await until(() => api.tasks.get(id)?.completed === true);
  net.isDown = true;
  await person.hasFailed();
  api.change(id, { completed: false });
  net.isDown = false;
  await person.isAsked();
  expect(api.alive).toMatchObject([{ completed: false }]);
});

describe("what somebody else answers in place of the API", () => {
  const html = (status: number) => new Response("<html>", { status, headers: { "Content-Type": "text/html" } });
  const answers: Record<string, () => Fate> = {
    "a page that says 404": () => html(404),
    "a page that says 403": () => html(403),
    "a page that says 200": () => html(200),
    "a 200 without a body": () => new Response(null, { status: 200 }),
    "a 204 without our header": () => new Response(null, { status: 204 }),
    "JSON that is not ours": () => Response.json({ message: "Not found" }, { status: 404 }),
    "JSON that is no task": () => Response.json({ ok: true }),
  };
  for (const [what, answer] of Object.entries(answers)) {
    test(`is no answer: ${what}`, async () => {
      const { api, person, fates, id } = await startWithTask();
      fates.push(answer(), answer(), answer());
      person.edit(id, { title: "Buy oat milk" });
      const other = person.create({ title: "Call mum" });
      await person.isDone();
      expect(person.page.refusals).toEqual([]);
      expect(api.alive).toMatchObject([{ title: "Call mum" }, { title: "Buy oat milk" }]);
      fates.push(answer(), answer());
      const gone = person.remove(other);
      await person.isDone();
      expect(api.alive).toMatchObject([{ title: "Buy oat milk" }]);
      fates.push(answer());
      person.restore(gone);
      await person.isDone();
      expect(api.alive).toMatchObject([{ title: "Call mum" }, { title: "Buy oat milk" }]);
    });
  }
});

describe("a stream of events", () => {
  /** For the next pages, in place of the API's own streams: each in turn, and then the API's. */
  async function startWithStreams(...streams: readonly ((request: Request) => Fate | Promise<Fate>)[]) {
    const started = await startWithTask();
    const { browser, person, open } = started;
    await until(() => person.sync.state.replica.position?.token === "1");
    await person.sync.state.store?.settled();
    person.page.close();
    const rest = [...streams];
    browser.fate = (request) =>
      request.url.endsWith("/api/events") ? (rest.shift()?.(request) ?? "arrives") : "arrives";
    const next = await open();
    // It would go on trying.
    onTestFinished(() => next.page.close());
    return { ...started, person: next };
  }
  const streamOf = (text: string) => () =>
    new Response(text, { status: 200, headers: { "Content-Type": "text/event-stream" } });

  for (const [name, separator] of [
    ["line", "\u2028"],
    ["paragraph", "\u2029"],
  ])
    test(`tells of a text with a ${name} separator, and of what comes after it`, async () => {
      const { api, person, id } = await startWithTask();
      const description = `One${separator}two`;
      api.change(id, { description });
      api.change(id, { title: "Buy oat milk" });
      await until(() => person.shown(id).title === "Buy oat milk");
      expect(person.shown(id).description).toBe(description);
      expect(api.requests.filter((request) => request.endsWith("/api/events"))).toHaveLength(1);
    });

  for (const [name, end] of [
    ["CR and LF", "\r\n"],
    ["CR", "\r"],
  ])
    test(`is read also where somebody between ends its lines with ${name}`, async () => {
      const list = { id: newId(), name: "Home", version: 1, created_at: "", deleted_at: null };
      const data = JSON.stringify({ data: [], deleted: [], lists: [list] });
      const lines = [": still here", "", "id: 1", "event: change", `data: ${data}`, "", ": still here", ""];
      const { person } = await startWithStreams(streamOf(lines.join(end)));
      await until(() => person.sync.get().shown?.list.length === 1);
    });

  test("with something that cannot be read is asked in another way", async () => {
    const unreadable = streamOf("id: 1\nevent: change\ndata: {\n\n");
    const { api, person, id } = await startWithStreams(...Array.from({ length: 1000 }, () => unreadable));
    api.change(id, { title: "Buy oat milk" });
    await until(() => person.shown(id).title === "Buy oat milk");
    expect(api.requests.at(-1)).toBe("GET /changes");
  });

  test("that ends before it has said anything is no reason to hear nothing of others", async () => {
    const { api, person, id } = await startWithStreams(...Array.from({ length: 1000 }, () => streamOf("")));
    api.change(id, { title: "Buy oat milk" });
    await until(() => person.shown(id).title === "Buy oat milk");
    expect(api.requests.at(-1)).toBe("GET /changes");
  });

  test("that somebody between keeps to himself is no reason either, and nobody waits for it for long", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
    try {
      const asked = vi.fn(
        ({ signal }: Request) =>
          new Promise<Fate>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
      );
      const { api, person, id } = await startWithStreams(...Array.from({ length: 1000 }, () => asked));
      api.change(id, { title: "Buy oat milk" });
      await until(() => asked.mock.calls.length === 1);
      await vi.advanceTimersByTimeAsync(20_000);
      await until(() => person.shown(id).title === "Buy oat milk");
      await until(() => asked.mock.calls.length === 2);
      expect(person.page.connection.get()).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });
});

test("a token that is refused for ever is tried less and less often, and that is said", async () => {
  const { api, person, fates } = await start();
  const refusal = () => Response.json({ detail: "Invalid or expired token" }, { status: 401 });
  fates.push(...Array.from({ length: 50 }, refusal));
  person.create();
  await until(() => (person.page.connection.get()?.failures ?? 0) > 2);
  expect(person.page.connection.get()).toMatchObject({ reason: "Invalid or expired token", isCertain: true });
  expect(50 - fates.length).toBeLessThan(6);
  expect(api.alive).toEqual([]);
  fates.length = 0;
  await person.isDone();
  expect(api.alive).toHaveLength(1);
});

test("a pause of a month, for which the API asks, does not become none", () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const connection = createConnection();
  const tries = vi.fn();
  connection.onRetry(tries);
  connection.failed(new ApiError("Too many", 429, 30 * 24 * 3600));
  vi.advanceTimersByTime(24 * 3600 * 1000);
  expect(tries).not.toHaveBeenCalled();
});

describe("a pause that the API asks for", () => {
  const tooMany = new ApiError("Too many", 429, 60);

  function startWaiting() {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const connection = createConnection();
    const tries = vi.fn();
    connection.onRetry(tries);
    return { connection, tries };
  }

  test("is not ended by what others are answered meanwhile, nor by what another page says", () => {
    const { connection, tries } = startWaiting();
    connection.failed(tooMany);
    for (let second = 0; second < 59; second++) {
      vi.advanceTimersByTime(1000);
      connection.succeeded();
      connection.follow(second % 2 ? null : { reason: "", failures: 2, retryAt: Date.now() + 1, isCertain: true });
      connection.failed(new ApiError("The server cannot be reached", 0));
    }
    expect(tries).not.toHaveBeenCalled();
    expect(connection.get()).toMatchObject({ reason: "Too many" });
    vi.advanceTimersByTime(1000);
    expect(tries).toHaveBeenCalledOnce();
    connection.succeeded();
    expect(connection.get()).toBe(null);
  });

  test("is ended by a person who does not want to wait", () => {
    const { connection, tries } = startWaiting();
    connection.failed(tooMany);
    connection.retryNow();
    expect(tries).toHaveBeenCalledOnce();
    connection.succeeded();
    expect(connection.get()).toBe(null);
  });

  test("is kept by the page that leads after the one that was asked, and ended by its word", () => {
    const { connection, tries } = startWaiting();
    const leader = createConnection();
    leader.failed(tooMany);
    connection.follow(leader.get());
    vi.advanceTimersByTime(59_000);
    connection.succeeded();
    expect(tries).not.toHaveBeenCalled();
    connection.follow(null);
    expect(tries).toHaveBeenCalledOnce();
    expect(connection.get()).toBe(null);
  });

  test("is kept while news come", async () => {
    const { api, person, fates } = await start();
    fates.push(Response.json({ detail: "Too many" }, { status: 429, headers: { "Retry-After": "60" } }));
    person.create();
    await person.hasFailed();
    for (let count = 0; count < 20; count++) {
      const { id } = api.create(newId(), { title: "From elsewhere" });
      await until(() => person.shown(id) !== undefined);
    }
    expect(writes(api)).toEqual([]);
    person.sync.retry();
    await person.isDone();
    expect(writes(api)).toHaveLength(1);
  });
});

test("a fault of the API loses nothing, and is tried again", async () => {
  const { api, person, fates, id } = await startWithTask();
  const fault = () => Response.json({ detail: "An internal error occurred" }, { status: 500 });
  fates.push(fault(), fault());
  person.edit(id, { title: "Buy oat milk" });
  await person.isDone();
  expect(person.page.refusals).toEqual([]);
  expect(api.alive).toMatchObject([{ title: "Buy oat milk" }]);
});

describe("what the API refuses", () => {
  const long = "x".repeat(101);

  test("goes back to whoever wrote it, a new task with all that was done to it", async () => {
    const { api, person, net } = await start();
    net.isDown = true;
    const id = person.create({ title: long });
    person.edit(id, { description: "Two litres" });
    net.isDown = false;
    await until(() => person.page.refusals.length > 0);
    expect(person.page.refusals).toMatchObject([
      {
        change: { fields: { title: long, description: "Two litres" } },
        itemId: id,
        status: 422,
        field: "title",
        isKept: false,
      },
    ]);
    expect(person.sync.get().pending).toEqual([]);
    expect(api.alive).toEqual([]);
  });

  test("is kept until somebody hears of it, on the next page too", async () => {
    const { browser, person, net } = await start();
    net.isDown = true;
    person.create({ title: long });
    await until(() => person.sync.get().isDurable);
    person.page.close();
    const deaf = browser.open();
    deaf.isListening = false;
    net.isDown = false;
    await until(() => deaf.sync.state.outbox.over.length > 0 && deaf.sync.get().isDurable);
    deaf.close();
    const next = browser.open();
    await until(() => next.refusals.length > 0);
    expect(next.refusals).toMatchObject([{ change: { fields: { title: long } }, field: "title", isKept: false }]);
  });

  test("asks nobody about what was changed after it", async () => {
    const { api, person, net, id } = await startWithTask();
    net.isDown = true;
    person.edit(id, { title: long });
    person.edit(id, { title: "Buy oat milk" });
    net.isDown = false;
    await person.isDone();
    expect(person.page.refusals).toHaveLength(1);
    expect(api.alive).toMatchObject([{ title: "Buy oat milk" }]);
  });
});

describe("a task that there is no room for", () => {
  async function startFull() {
    const started = await startWithTask();
    const { api, person } = started;
    api.room = 1;
    const late = person.create({ title: "Late" });
    await until(() => person.page.refusals.length > 0);
    expect(person.page.refusals).toMatchObject([{ itemId: late, detail: "No room", isKept: true }]);
    return { ...started, late };
  }

  test("waits with what was done to it, and goes when there is", async () => {
    const { api, person, id, late } = await startFull();
    person.edit(late, { completed: true });
    expect(person.shown(late)).toMatchObject({ completed: true });
    person.remove(id);
    await person.isDone();
    expect(api.alive).toMatchObject([{ title: "Late", completed: true }]);
  });

  test("goes when somebody asks for it", async () => {
    const { api, person } = await startFull();
    person.sync.retry();
    await until(() => person.page.refusals.length === 2);
    api.room = 2;
    person.sync.retry();
    await person.isDone();
    expect(api.alive).toHaveLength(2);
  });

  test("holds up nothing of others, and no news", async () => {
    const { api, person, id } = await startFull();
    person.edit(id, { title: "Buy oat milk" });
    await until(() => api.tasks.get(id)?.title === "Buy oat milk");
    api.room = 3;
    api.create("ffffffff-0000-4000-8000-000000000000", { title: "From elsewhere" });
    await until(() => person.sync.get().shown?.task?.some(({ title }) => title === "From elsewhere") ?? false);
  });

  test("comes out of the trash as soon as there is, once, though the answer to that is lost", async () => {
    const { api, person, fates, id } = await startWithTask();
    const other = person.create();
    await person.isDone();
    const gone = person.remove(id);
    await person.isDone();
    api.room = 1;
    person.restore(gone);
    await until(() => person.page.refusals.length > 0);
    fates.push("arrives", "is not answered");
    person.remove(other);
    await person.isDone();
    expect(api.alive).toMatchObject([{ id, title: milk.title, version: 3 }]);
    expect(person.page.refusals).toHaveLength(1);
  });

  test("goes when there is, once, also if the app's first version has left it", async () => {
    const { api, person, fates, id } = await startWithTask();
    api.room = 1;
    const fields = { ...milk, title: "Late" };
    person.sync.add("task", newId(), { kind: "create", fields, at: new Date().toISOString(), key: newId() });
    await until(() => person.page.refusals.length > 0);
    fates.push("arrives", "is not answered");
    person.remove(id);
    await person.isDone();
    expect(api.alive).toMatchObject([{ title: "Late" }]);
  });

  test("needs no deleting", async () => {
    const { api, person, late } = await startFull();
    const before = writes(api).length;
    person.remove(late);
    await person.isDone();
    expect(writes(api)).toHaveLength(before);
  });
});

test("while the API is away nothing overtakes and nothing is lost", async () => {
  const { api, person, net, id } = await startWithTask();
  net.isDown = true;
  person.edit(id, { title: "First" });
  await person.hasFailed();
  person.edit(id, { title: "Second" });
  const other = person.create();
  person.remove(other);
  await until(() => person.sync.get().pending.length === 2);
  net.isDown = false;
  await person.isDone();
  expect(api.alive).toMatchObject([{ title: "Second" }]);
  expect(api.statesOf(id).map((state) => state?.title)).toEqual(["Buy milk", "First", "Second"]);
  expect(api.requests.filter((request) => request.includes(other))).toEqual([]);
});

test("a new task that was deleted before it was sent is back with all that was written, once that is undone", async () => {
  const { api, person, net } = await start();
  net.isDown = true;
  const id = person.create();
  person.edit(id, { description: "Two litres" });
  const gone = person.remove(id);
  await until(() => person.sync.get().pending.length === 0);
  person.restore(gone);
  expect(person.shown(id)).toMatchObject({ title: "Buy milk", description: "Two litres" });
  net.isDown = false;
  await person.isDone();
  expect(api.alive).toMatchObject([{ id, title: "Buy milk", description: "Two litres" }]);
});

test("a deletion that was taken back before it was sent is not sent", async () => {
  const { api, person, net, id } = await startWithTask();
  net.isDown = true;
  person.restore(person.remove(id));
  net.isDown = false;
  await person.isDone();
  expect(writes(api)).toHaveLength(1);
  expect(person.shown(id)).toMatchObject({ title: "Buy milk" });
});

test("a delete that finds nothing any more has succeeded", async () => {
  const { api, person, net, id } = await startWithTask();
  net.isDown = true;
  person.remove(id);
  api.erase(id);
  net.isDown = false;
  await person.isDone();
  expect(person.page.refusals).toEqual([]);
});

test("what two devices change apart from each other goes together", async () => {
  const { api, person, net, id } = await startWithTask();
  net.isDown = true;
  api.change(id, { description: "Two litres", tags: ["shop"] });
  person.edit(id, { title: "Buy oat milk", tags: ["home"] }, { ...person.shown(id), description: null, tags: [] });
  person.edit(id, { completed: true });
  net.isDown = false;
  await person.isDone();
  const both = { title: "Buy oat milk", description: "Two litres", completed: true, tags: ["shop", "home"] };
  expect(api.alive).toMatchObject([both]);
  expect(person.shown(id)).toMatchObject(both);
});

for (const { keepsMine, kept } of [
  { keepsMine: true, kept: "Mine" },
  { keepsMine: false, kept: "Theirs" },
]) {
  test(`only what both have changed is chosen between, the rest goes through, and then "${kept}" holds`, async () => {
    const { api, person, id } = await startWithTask();
    const seen = person.shown(id);
    api.change(id, { title: "Theirs", priority: 1 });
    person.edit(id, { title: "Mine", description: "Two litres", due_date: "2026-12-24" }, seen);
    await person.isAsked();
    expect(api.alive).toMatchObject([{ title: "Theirs", version: 2 }]);
    const [conflict] = person.sync.get().conflicts;
    expect(conflict && theirsOf(taskFields, conflict as Conflict)).toMatchObject({
      title: "Theirs",
      description: "Two litres",
      priority: 1,
    });
    person.choose(keepsMine);
    await person.isDone();
    const all = { title: kept, description: "Two litres", due_date: "2026-12-24", priority: 1 };
    expect(api.alive).toMatchObject([all]);
    expect(person.shown(id)).toMatchObject(all);
  });
}

test("a choice is about the version that was seen: what has come since is asked about", async () => {
  const { api, net, person, id } = await startWithTask();
  const seen = person.shown(id);
  api.change(id, { title: "Theirs" });
  person.edit(id, { title: "Mine" }, seen);
  await person.isAsked();
  const [conflict] = person.sync.get().conflicts;
  net.isDown = true;
  person.choose(true);
  api.change(id, { title: "Theirs again" });
  net.isDown = false;
  person.sync.retry();
  await person.isAsked();
  // As a page does that has not yet heard of it.
  if (conflict) person.sync.choose(conflict, true);
  await person.isAsked();
  expect(api.alive).toMatchObject([{ title: "Theirs again" }]);
  person.choose(true);
  await person.isDone();
  expect(api.alive).toMatchObject([{ title: "Mine" }]);
});

test("a task that was changed elsewhere is not deleted unasked", async () => {
  const { api, person, id } = await startWithTask();
  const seen = person.shown(id);
  api.change(id, { description: "Two litres" });
  person.remove(id, seen);
  await person.isAsked();
  expect(api.alive).toHaveLength(1);
  person.choose(true);
  await person.isDone();
  expect(api.alive).toEqual([]);
});

test("whoever takes back a delete that waits for a choice has made it", async () => {
  const { api, person, id } = await startWithTask();
  const seen = person.shown(id);
  api.change(id, { title: "Buy rice" });
  person.remove(id, seen);
  await person.isAsked();
  person.restore(seen);
  await person.isDone();
  expect(person.shown(id)).toMatchObject({ title: "Buy rice" });
  expect(api.alive).toMatchObject([{ title: "Buy rice", version: 2 }]);
});

describe("a task that was changed here and deleted elsewhere", () => {
  async function startDeleted(isForGood = false) {
    const started = await startWithTask();
    const { api, person, net, id } = started;
    net.isDown = true;
    person.edit(id, { description: "Two litres" });
    person.edit(id, { completed: true });
    if (isForGood) api.erase(id);
    else api.delete(id);
    net.isDown = false;
    await person.isAsked();
    return started;
  }
  const all = { title: "Buy milk", description: "Two litres", completed: true };

  test("waits for a choice, with all that was changed", async () => {
    const { api, person, id } = await startDeleted();
    const { conflicts, pending } = person.sync.get();
    expect(pending).toHaveLength(2);
    expect(conflicts[0]?.theirs).toBe("deleted");
    expect(conflicts[0] && mineOf(taskFields, conflicts[0] as Conflict, pending)).toMatchObject(all);
    expect(person.shown(id)).toBeUndefined();
    expect(api.alive).toEqual([]);
  });

  test("waits for it on the next page, too", async () => {
    const { api, person, id, open } = await startDeleted();
    person.page.close();
    const next = await open();
    await next.isAsked();
    next.choose(true);
    expect(next.shown(id)).toMatchObject(all);
    await next.isDone();
    expect(api.alive).toMatchObject([all]);
  });

  test("stays deleted if somebody says so", async () => {
    const { api, person } = await startDeleted();
    person.choose(false);
    await person.isDone();
    expect(api.alive).toEqual([]);
  });

  for (const isForGood of [false, true]) {
    test(`comes back once with every change${isForGood ? ", also when it was deleted for good" : ""}`, async () => {
      const { api, person, id } = await startDeleted(isForGood);
      person.choose(true);
      await person.isDone();
      expect(api.alive).toMatchObject([{ id, ...all }]);
      expect(person.shown(id)).toMatchObject(all);
    });
  }

  test("needs no choice any more once it is back there", async () => {
    const { api, person, id } = await startDeleted();
    api.restore(id);
    await person.isDone();
    expect(api.alive).toMatchObject([all]);
  });

  test("is gone without a question when it was deleted here as well, and Undo has every change", async () => {
    const { api, person, net, id } = await startWithTask();
    net.isDown = true;
    person.edit(id, { description: "Two litres" });
    const gone = person.remove(id);
    api.delete(id);
    net.isDown = false;
    await person.isDone();
    person.restore(gone);
    await person.isDone();
    expect(api.alive).toMatchObject([{ description: "Two litres" }]);
  });
});

describe("negative answers are about a version", () => {
  test("the answer to a deletion takes nothing that was restored meanwhile", async () => {
    const { api, browser, person, id } = await startWithTask();
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    browser.after = ({ method }) => (method === "DELETE" ? held : undefined);
    person.remove(id);
    await until(() => api.alive.length === 0);
    api.restore(id);
    await until(() => person.sync.state.replica.of("task").get(id)?.version === 3);
    letGo();
    await person.isDone();
    expect(person.shown(id)).toMatchObject({ version: 3 });
  });

  test("nor does the answer to an edit that has found nothing", async () => {
    const { api, browser, person, net, id } = await startWithTask();
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    net.isDown = true;
    api.delete(id);
    browser.after = ({ method }) => (method === "PATCH" ? held : undefined);
    person.edit(id, { title: "Buy oat milk" });
    net.isDown = false;
    await until(() => writes(api).includes(`PATCH /${id}`));
    browser.after = () => undefined;
    api.restore(id);
    await until(() => person.sync.state.replica.of("task").get(id)?.version === 3);
    letGo();
    await person.isDone();
    expect(api.alive).toMatchObject([{ title: "Buy oat milk" }]);
  });

  for (const isErased of [false, true])
    test(`nor does what is told late, when it is there again after it was ${isErased ? "erased" : "deleted"}`, async () => {
      const { browser, person, id } = await startWithTask();
      const told = () => person.sync.state.replica.position?.token;
      await until(() => told() === "1");
      const letGo: (() => void)[] = [];
      browser.after = ({ url }) =>
        url.endsWith("/events") ? new Promise<void>((resolve) => letGo.push(resolve)) : undefined;
      const task = person.remove(id);
      await person.isDone();
      if (isErased) person.erase({ ...task, version: 2, deleted_at: task.updated_at });
      await person.isDone();
      person.restore(task);
      await person.isDone();
      const { version } = person.shown(id);
      for (const token of isErased ? ["2", "3"] : ["2"]) {
        await until(() => letGo.length > 0);
        letGo.shift()?.();
        await until(() => told() === token);
        expect(person.shown(id)).toMatchObject({ version });
      }
    });

  test("what is restored stays there while its deletion is told, and its restoration is not yet", async () => {
    const { api, browser, person, id } = await startWithTask();
    const told = () => person.sync.state.replica.position?.token;
    await until(() => told() === "1");
    const letGo = new Map<string, () => void>();
    browser.after = ({ method }) =>
      method === "DELETE" ? undefined : new Promise<void>((resolve) => letGo.set(method, resolve));
    const task = person.remove(id);
    await person.isDone();
    person.restore(task);
    await until(() => api.alive.length === 1 && letGo.has("POST"));
    letGo.get("GET")?.();
    await until(() => told() === "2");
    letGo.get("POST")?.();
    await person.isDone();
    expect(person.shown(id)).toMatchObject({ version: 3 });
  });

  test("a task that is restored, erased and missed is made anew once", async () => {
    const { api, person, fates, id } = await startWithTask();
    const gone = person.remove(id);
    await person.isDone();
    api.erase(id);
    fates.push("arrives", "is not answered", "is not answered");
    person.restore(gone);
    await person.isDone();
    expect(api.alive).toMatchObject([{ id, title: milk.title }]);
  });

  test("a task whose restoring was refused, and which is in the trash by now, is restored", async () => {
    const { api, person, fates, net, id } = await startWithTask();
    const gone = person.remove(id);
    await person.isDone();
    const trashed = api.tasks.get(id);
    api.erase(id);
    fates.push("is not answered");
    person.restore(gone);
    await until(() => api.requests.some((request) => request.endsWith("/restore")));
    net.isDown = true;
    await person.hasFailed();
    if (trashed) api.tasks.set(id, trashed);
    net.isDown = false;
    await person.isDone();
    expect(api.alive).toMatchObject([{ id, title: milk.title }]);
  });
});

describe("deleting for good", () => {
  async function startWithTrash() {
    const started = await startWithTask();
    const { api, person, id } = started;
    person.remove(id);
    await person.isDone();
    const [seen] = api.trash;
    if (!seen) throw new Error("It is not in the trash");
    return { ...started, seen };
  }

  test("takes the task out of the trash, once, though the answer is lost", async () => {
    const { api, person, fates, seen } = await startWithTrash();
    fates.push("is not answered");
    person.erase(seen);
    await person.isDone();
    expect(api.tasks.size).toBe(0);
    expect(person.page.refusals).toEqual([]);
  });

  test("waits for the deletion that came before it, without a connection, on the next page too", async () => {
    const { api, person, net, id, open } = await startWithTask();
    net.isDown = true;
    person.erase(person.remove(id));
    await until(() => person.sync.get().isDurable);
    person.page.close();
    const next = await open();
    expect(next.sync.get().pending).toHaveLength(2);
    expect(next.sync.get().shown?.task).toEqual([]);
    net.isDown = false;
    await next.isDone();
    expect(api.tasks.size).toBe(0);
  });

  test("spares what was restored elsewhere, and says so", async () => {
    const { api, person, net, id, seen } = await startWithTrash();
    net.isDown = true;
    person.erase(seen);
    api.restore(id);
    net.isDown = false;
    await person.isDone();
    expect(api.alive).toHaveLength(1);
    expect(person.page.refusals).toMatchObject([
      { itemId: id, detail: "No longer in the trash: Buy milk", isKept: false },
    ]);
    await until(() => person.shown(id) !== undefined);
  });

  test("spares what was changed elsewhere before it got into the trash again", async () => {
    const { api, person, net, id, seen } = await startWithTrash();
    net.isDown = true;
    person.erase(seen);
    api.restore(id);
    api.change(id, { title: "Theirs" });
    api.delete(id);
    net.isDown = false;
    await person.isDone();
    expect(api.trash).toMatchObject([{ title: "Theirs" }]);
    expect(person.page.refusals).toHaveLength(1);
  });

  test("takes what was restored and deleted again as it was", async () => {
    const { api, person, net, id, seen } = await startWithTrash();
    net.isDown = true;
    person.erase(seen);
    api.restore(id);
    api.delete(id);
    net.isDown = false;
    await person.isDone();
    expect(api.tasks.size).toBe(0);
    expect(person.page.refusals).toEqual([]);
  });

  test("asks for nothing that somebody else has erased", async () => {
    const { api, person, net, id, seen } = await startWithTrash();
    net.isDown = true;
    person.erase(seen);
    api.erase(id);
    net.isDown = false;
    await person.isDone();
    expect(person.page.refusals).toEqual([]);
  });
});
