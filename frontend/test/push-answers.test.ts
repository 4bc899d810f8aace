/** What the buttons of a notification ask of the API, whatever has happened to the task meanwhile. */

import { afterEach, expect, test, vi } from "vitest";
import { answers } from "../lib/push/answers";
import { inTheNameOf } from "../lib/push/session";

const API = "http://api.test";
const TAG = "5f0c";
const reminder = { task: "t1", title: "Water the plants", due_date: "2026-12-01", due_time: null, tag: TAG };

type Send = (path: string, init: RequestInit) => Promise<Response>;

const token = `.${btoa(JSON.stringify({ sub: "ada" }))}.`;

/** Presses a button where the network answers so. */
async function press(wish: "done" | "snooze", send: Send, signedIn = () => Response.json({ token })): Promise<void> {
  vi.stubGlobal("navigator", { onLine: true });
  vi.stubGlobal("fetch", async (address: string, init: RequestInit) =>
    address.startsWith(API) ? send(address.slice(API.length), init) : signedIn(),
  );
  await answers[wish](reminder, await inTheNameOf({ userId: "ada", address: "", checkedAt: 0 }, API));
}

const done = (task: DailyTask) => press("done", task.send);

/** Of a captive portal or a company's filter. */
const page = (status: number) =>
  new Response("<html>Log in to the network</html>", { status, headers: { "Content-Type": "text/html" } });

afterEach(() => vi.unstubAllGlobals());

/** A task that repeats every day, as the API keeps it. */
class DailyTask {
  day = 1;
  version = 1;
  completed = false;
  requests: string[] = [];
  /** Whether the next answer to a write is lost. */
  losesAnswer = false;
  /** What somebody else does just before the next write. */
  meanwhile = () => {};

  constructor(private readonly repeat: string | null = "FREQ=DAILY") {}

  get due(): string {
    return `2026-12-0${this.day}`;
  }

  send: Send = async (path, init) => {
    const headers = new Headers(init.headers);
    this.requests.push(`${init.method ?? "GET"} ${path} ${headers.get("Idempotency-Key") ?? ""}`.trim());
    if (!init.method) return this.#answer();
    this.meanwhile();
    this.meanwhile = () => {};
    if (headers.get("If-Match") !== `"${this.version}"`) return Response.json({ detail: "Changed" }, { status: 412 });
    this.complete();
    if (!this.losesAnswer) return this.#answer();
    this.losesAnswer = false;
    throw new TypeError("Failed to fetch");
  };

  complete(): void {
    this.version += 1;
    if (this.repeat) this.day += 1;
    else this.completed = true;
  }

  #answer(): Response {
    const { version, completed, repeat, due } = this;
    return Response.json({ data: { version, completed, repeat, due_date: due, due_time: null } });
  }
}

test("Done completes the task once, under a key of this reminder", async () => {
  const task = new DailyTask();
  await done(task);
  expect(task.due).toBe("2026-12-02");
  expect(task.requests).toEqual(["GET /api/tasks/t1", `PATCH /api/tasks/t1 done-${TAG}-1`]);
});

test("a second Done does not move what repeats once more", async () => {
  const task = new DailyTask();
  await done(task);
  await done(task);
  expect(task.due).toBe("2026-12-02");
});

test("nor does one whose first answer was lost", async () => {
  const task = new DailyTask();
  task.losesAnswer = true;
  await expect(done(task)).rejects.toThrow("cannot be reached");
  await done(task);
  expect(task.due).toBe("2026-12-02");
});

test("nor one at the same moment as that of another device", async () => {
  const task = new DailyTask();
  task.meanwhile = () => task.complete();
  await done(task);
  expect(task.due).toBe("2026-12-02");
});

test("a task that was only renamed at the same moment is completed", async () => {
  const task = new DailyTask(null);
  task.meanwhile = () => {
    task.version += 1;
  };
  await done(task);
  expect(task.completed).toBe(true);
});

test("a task that was moved to another day and does not repeat is completed", async () => {
  const task = new DailyTask(null);
  task.day = 5;
  await done(task);
  expect(task.completed).toBe(true);
});

test("what is gone is done, and what the API refuses is said in its words", async () => {
  await press("done", async () => Response.json({ detail: "Task not found" }, { status: 404 }));
  const refused = press("snooze", async () => Response.json({ detail: "No" }, { status: 409 }));
  await expect(refused).rejects.toThrow("No.");
});

test("In an hour asks the API to remind then", async () => {
  const asked: string[] = [];
  await press("snooze", async (path, init) => {
    asked.push(`${init.method} ${path} ${init.body}`);
    return Response.json({ data: {} });
  });
  expect(asked).toEqual(['POST /api/tasks/t1/snooze {"minutes":60}']);
});

for (const wish of ["done", "snooze"] as const) {
  test.each([200, 403, 404, 412])(
    `${wish} is not lost where somebody else answers with a page and %i`,
    async (status) => {
      await expect(press(wish, async () => page(status))).rejects.toThrow("The server cannot be reached.");
      const task = new DailyTask();
      const reads: Send = async (path, init) => (init.method ? page(status) : task.send(path, init));
      await expect(press(wish, reads)).rejects.toThrow("The server cannot be reached.");
    },
  );
}

test.each([200, 401])("nobody is called signed out by somebody else's page with %i", async (status) => {
  const pressed = press("done", new DailyTask().send, () => page(status));
  await expect(pressed).rejects.toThrow("The sign-in service cannot be reached.");
});

test("whoever is signed out is told so", async () => {
  const signedOut = () => Response.json({ code: "UNAUTHORIZED", message: "Unauthorized" }, { status: 401 });
  await expect(press("snooze", new DailyTask().send, signedOut)).rejects.toThrow("You are signed out here.");
});
