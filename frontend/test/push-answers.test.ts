/** What the buttons of a notification ask of the API, whatever has happened to the task meanwhile. */

import { expect, test } from "vitest";
import { answers } from "../lib/push/answers";
import { Unmet } from "../lib/push/session";

const TAG = "5f0c";
const reminder = { task: "t1", title: "Water the plants", due_date: "2026-12-01", due_time: null, tag: TAG };

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

  ask = async (path: string, init?: RequestInit): Promise<Response> => {
    const headers = new Headers(init?.headers);
    this.requests.push(`${init?.method ?? "GET"} ${path} ${headers.get("Idempotency-Key") ?? ""}`.trim());
    if (!init) return this.#answer();
    this.meanwhile();
    this.meanwhile = () => {};
    if (headers.get("If-Match") !== `"${this.version}"`) return Response.json({ detail: "Changed" }, { status: 412 });
    this.complete();
    if (!this.losesAnswer) return this.#answer();
    this.losesAnswer = false;
    throw new Unmet("The server cannot be reached.");
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
  await answers.done(reminder, task.ask);
  expect(task.due).toBe("2026-12-02");
  expect(task.requests).toEqual(["GET /api/tasks/t1", `PATCH /api/tasks/t1 done-${TAG}-1`]);
});

test("a second Done does not move what repeats once more", async () => {
  const task = new DailyTask();
  await answers.done(reminder, task.ask);
  await answers.done(reminder, task.ask);
  expect(task.due).toBe("2026-12-02");
});

test("nor does one whose first answer was lost", async () => {
  const task = new DailyTask();
  task.losesAnswer = true;
  await expect(answers.done(reminder, task.ask)).rejects.toThrow("cannot be reached");
  await answers.done(reminder, task.ask);
  expect(task.due).toBe("2026-12-02");
});

test("nor one at the same moment as that of another device", async () => {
  const task = new DailyTask();
  task.meanwhile = () => task.complete();
  await answers.done(reminder, task.ask);
  expect(task.due).toBe("2026-12-02");
});

test("a task that was only renamed at the same moment is completed", async () => {
  const task = new DailyTask(null);
  task.meanwhile = () => {
    task.version += 1;
  };
  await answers.done(reminder, task.ask);
  expect(task.completed).toBe(true);
});

test("a task that was moved to another day and does not repeat is completed", async () => {
  const task = new DailyTask(null);
  task.day = 5;
  await answers.done(reminder, task.ask);
  expect(task.completed).toBe(true);
});

test("what is gone is done, and what the API refuses is said in its words", async () => {
  await answers.done(reminder, async () => Response.json({ detail: "Task not found" }, { status: 404 }));
  const refused = answers.snooze(reminder, async () => Response.json({ detail: "No" }, { status: 409 }));
  await expect(refused).rejects.toThrow("No.");
});

test("In an hour asks the API to remind then", async () => {
  const asked: string[] = [];
  await answers.snooze(reminder, async (path, init) => {
    asked.push(`${init?.method} ${path} ${init?.body}`);
    return Response.json({});
  });
  expect(asked).toEqual(['POST /api/tasks/t1/snooze {"minutes":60}']);
});
