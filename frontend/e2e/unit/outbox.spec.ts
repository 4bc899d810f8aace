/** What becomes of changes when answers are late, lost or refusals. */

import { expect, test } from "@playwright/test";
import { QueryClient } from "@tanstack/react-query";
import { setApiUrl } from "../../lib/api/client";
import { connection } from "../../lib/api/connection";
import type { Change, Task, TaskFields } from "../../lib/sync/changes";
import { Outbox, type Refusal, TASKS_KEY } from "../../lib/sync/outbox";

const milk: TaskFields = { title: "Buy milk", description: null, due_date: null, priority: 0, tags: [] };
const create: Change = { kind: "create", fields: { ...milk, completed: false }, at: "2026-11-23T08:00:00Z" };

/** The API as far as an outbox sees it. `spoil` may lose the answer to a request, or refuse the request. */
class FakeApi {
  tasks: Task[] = [];
  requests: string[] = [];
  answered = new Map<string, Response>();
  spoil: (request: string) => "lost" | "refused" | undefined = () => undefined;

  fetch = async (input: Request | string): Promise<Response> => {
    if (typeof input === "string") return Response.json({ token: `.${btoa('{"sub":"u","iat":0,"exp":900}')}.` });
    const url = new URL(input.url);
    const request = `${input.method} ${url.pathname.replace("/api/tasks", "")}`;
    this.requests.push(request);
    const fate = this.spoil(request);
    if (fate === "refused") return Response.json({ detail: "Title is required" }, { status: 422 });
    const key = input.headers.get("Idempotency-Key") ?? "";
    const answer =
      this.answered.get(key)?.clone() ??
      this.answer(input.method, url.pathname.split("/")[3] ?? "", await input.text());
    if (key) this.answered.set(key, answer.clone());
    if (fate === "lost") throw new TypeError("Failed to fetch");
    return answer;
  };

  answer(method: string, id: string, body: string): Response {
    const task = this.tasks.find((one) => one.id === id);
    if (method === "GET") return Response.json({ data: this.tasks });
    if (method === "POST") {
      const at = "2026-11-23T08:00:00Z";
      const added = {
        id: `s${this.tasks.length + 1}`,
        user_id: "u",
        created_at: at,
        updated_at: at,
        ...JSON.parse(body),
      };
      this.tasks = [added, ...this.tasks];
      return Response.json(added, { status: 201 });
    }
    if (!task) return Response.json({ detail: "Task not found" }, { status: 404 });
    if (method === "DELETE") this.tasks = this.tasks.filter((one) => one !== task);
    if (method === "DELETE") return new Response(null, { status: 204 });
    Object.assign(task, JSON.parse(body));
    return Response.json({ data: task });
  }
}

function start() {
  const api = new FakeApi();
  globalThis.fetch = api.fetch as typeof fetch;
  Object.assign(globalThis, { sessionStorage: { getItem: () => null } });
  setApiUrl("http://api.invalid");
  const queries = new QueryClient();
  queries.setQueryData(TASKS_KEY, []);
  const outbox = new Outbox(queries);
  const refusals: Refusal[] = [];
  outbox.onRefusal((refusal) => refusals.push(refusal));
  const isEmpty = () => expect.poll(() => outbox.get().length).toBe(0);
  const hasFailed = () => expect.poll(() => outbox.get()[0]?.wasTried).toBeTruthy();
  return { api, queries, outbox, refusals, isEmpty, hasFailed };
}

test("what is done to a new task waits until the API has it", async () => {
  const { api, outbox, queries, isEmpty } = start();
  outbox.add("new", create);
  outbox.add("new", { kind: "complete", completed: true });
  outbox.add("new", { kind: "edit", fields: { ...milk, title: "Buy oat milk" } });
  await isEmpty();
  expect(api.requests).toEqual(["POST ", "PATCH /s1", "PUT /s1"]);
  expect(api.tasks).toMatchObject([{ title: "Buy oat milk", completed: true }]);
  expect(queries.getQueryData(TASKS_KEY)).toEqual(api.tasks);
  expect(outbox.pageId("s1")).toBe("new");
});

test("a create whose answer is lost is not stored twice", async () => {
  const { api, outbox, isEmpty, hasFailed } = start();
  api.spoil = () => (api.requests.length === 1 ? "lost" : undefined);
  outbox.add("new", create);
  await hasFailed();
  connection.retryNow();
  await isEmpty();
  expect(api.requests).toEqual(["POST ", "POST "]);
  expect(api.tasks).toHaveLength(1);
});

test("a toggle whose answer is lost ends where it was meant to", async () => {
  const { api, outbox, isEmpty, hasFailed } = start();
  outbox.add("new", create);
  await isEmpty();
  api.spoil = () => (api.requests.length === 2 ? "lost" : undefined);
  outbox.add("new", { kind: "complete", completed: true });
  await hasFailed();
  connection.retryNow();
  await isEmpty();
  expect(api.tasks).toMatchObject([{ completed: true }]);
});

test("a refused create takes with it what was to follow, and says why", async () => {
  const { api, outbox, refusals, isEmpty } = start();
  api.spoil = (request) => (request === "POST " ? "refused" : undefined);
  outbox.add("new", create);
  outbox.add("new", { kind: "complete", completed: true });
  await isEmpty();
  expect(api.requests).toEqual(["POST "]);
  expect(refusals).toEqual([{ change: create, taskId: "new", detail: "Title is required" }]);
});

test("while the API is away nothing overtakes and nothing is lost", async () => {
  const { api, outbox, isEmpty, hasFailed } = start();
  outbox.add("new", create);
  await isEmpty();
  let isAway = true;
  api.spoil = () => (isAway ? "lost" : undefined);
  outbox.add("new", { kind: "edit", fields: { ...milk, title: "First" } });
  await hasFailed();
  outbox.add("new", { kind: "edit", fields: { ...milk, title: "Second" } });
  outbox.add("other", create);
  outbox.add("other", { kind: "delete" });
  expect(outbox.get()).toHaveLength(2);
  isAway = false;
  connection.retryNow();
  await isEmpty();
  expect(api.tasks).toMatchObject([{ title: "Second" }]);
  expect(api.requests.filter((request) => request === "POST ")).toHaveLength(1);
});

test("a delete that finds nothing any more has succeeded", async () => {
  const { api, outbox, refusals, isEmpty } = start();
  outbox.add("new", create);
  await isEmpty();
  api.tasks = [];
  outbox.add("new", { kind: "delete" });
  await isEmpty();
  expect(refusals).toEqual([]);
});
