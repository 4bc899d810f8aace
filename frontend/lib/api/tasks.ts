/** The requests by which the engine writes tasks. Each is safe to repeat; all raise `ApiError`. */

import type { Editable, Task } from "../domain/task";
import type { Call } from "./client";
import { ApiError } from "./errors";

/** A create, or a merge patch of a task that must still have this version. */
export type Operation = { id: string } & (
  | { op: "create"; task: Editable }
  | { op: "update"; task: Partial<Editable>; version: number }
);

export type TaskApi = ReturnType<typeof createTaskApi>;

export function createTaskApi(call: Call) {
  const at = (task_id: string) => ({ path: { task_id } });
  const ifMatch = (version: number) => ({ header: { "If-Match": `"${version}"` } });

  return {
    /** At an id of our own: 412 where an earlier try has made it. */
    async create(id: string, body: Editable): Promise<Task> {
      const params = { ...at(id), header: { "If-None-Match": "*" } };
      return taskIn(await call((api) => api.PUT("/api/tasks/{task_id}", { params, body })));
    },

    /** A create of the app's first version, which let the API choose the id. */
    async createUnderKey(key: string, body: Editable): Promise<Task> {
      const params = { header: { "Idempotency-Key": key } };
      return taskIn(await call((api) => api.POST("/api/tasks", { params, body })));
    },

    async read(id: string): Promise<Task> {
      return taskIn(await call((api) => api.GET("/api/tasks/{task_id}", { params: at(id) })));
    },

    async edit(id: string, body: Partial<Editable>, version: number): Promise<Task> {
      const params = { ...at(id), ...ifMatch(version) };
      return taskIn(await call((api) => api.PATCH("/api/tasks/{task_id}", { params, body })));
    },

    /** Into the trash. */
    async remove(id: string, version: number): Promise<void> {
      const params = { ...at(id), ...ifMatch(version) };
      const nothing: unknown = await call((api) => api.DELETE("/api/tasks/{task_id}", { params }));
      if (nothing !== undefined) throw notOurs();
    },

    /** Out of the trash. */
    async restore(id: string, key: string): Promise<Task> {
      const params = { ...at(id), header: { "Idempotency-Key": key } };
      return taskIn(await call((api) => api.POST("/api/tasks/{task_id}/restore", { params })));
    },

    /** What it was after each of its changes, newest first. */
    async history(id: string): Promise<(Task | null)[]> {
      const { data } = await call((api) => api.GET("/api/tasks/{task_id}/history", { params: at(id) }));
      return data.map(({ after }) => after);
    },

    /** All or none, in order; the tasks as they are afterwards. */
    async batch(operations: Operation[]): Promise<Task[]> {
      const { data } = await call((api) => api.POST("/api/tasks/batch", { body: { operations } }));
      if (data?.length !== operations.length) throw notOurs();
      return data.map(taskIn);
    },
  };
}

const notOurs = () => new ApiError("The server has answered something else", 0);

/** An answer about one task is the task, bare or under `data`. */
function taskIn(answer: Task | { data: Task }): Task {
  const task = "data" in answer ? answer.data : answer;
  if (typeof task?.id === "string" && typeof task.version === "number") return task;
  throw notOurs();
}
