/** The requests by which the engine writes tasks. */

import type { Editable, Task } from "../domain/task";
import type { Call } from "./client";
import type { EntityApi, Operation } from "./entity";
import { ApiError } from "./errors";
import type { components } from "./schema";

type BatchOperation = components["schemas"]["Batch"]["operations"][number];

export function createTaskApi(call: Call): EntityApi {
  const at = (task_id: string) => ({ path: { task_id } });
  const ifMatch = (version: number) => ({ header: { "If-Match": `"${version}"` } });

  return {
    async create(id, fields) {
      const params = { ...at(id), header: { "If-None-Match": "*" } };
      const body = fields as Editable;
      return taskIn(await call((api) => api.PUT("/api/tasks/{task_id}", { params, body })));
    },

    async createUnderKey(key, fields) {
      const params = { header: { "Idempotency-Key": key } };
      return taskIn(await call((api) => api.POST("/api/tasks", { params, body: fields as Editable })));
    },

    async read(id) {
      return taskIn(await call((api) => api.GET("/api/tasks/{task_id}", { params: at(id) })));
    },

    async edit(id, body, version) {
      const params = { ...at(id), ...ifMatch(version) };
      return taskIn(await call((api) => api.PATCH("/api/tasks/{task_id}", { params, body })));
    },

    async remove(id, version) {
      const params = { ...at(id), ...ifMatch(version) };
      const nothing: unknown = await call((api) => api.DELETE("/api/tasks/{task_id}", { params }));
      if (nothing !== undefined) throw notOurs();
    },

    async restore(id, key) {
      const params = { ...at(id), header: { "Idempotency-Key": key } };
      return taskIn(await call((api) => api.POST("/api/tasks/{task_id}/restore", { params })));
    },

    async history(id) {
      const { data } = await call((api) => api.GET("/api/tasks/{task_id}/history", { params: at(id) }));
      return data.map(({ after }) => after);
    },

    async batch(all) {
      const operations = all.map(asSent);
      const { data } = await call((api) => api.POST("/api/tasks/batch", { body: { operations } }));
      if (data?.length !== all.length) throw notOurs();
      return data.map((task, place) => (all[place]?.op === "erase" && task === null ? null : taskIn(task)));
    },
  };
}

function asSent(operation: Operation): BatchOperation {
  if (operation.op === "erase") return operation;
  const { fields, ...rest } = operation;
  return { ...rest, task: fields } as BatchOperation;
}

const notOurs = () => new ApiError("The server has answered something else", 0);

/** An answer about one task is the task, bare or under `data`. */
function taskIn(answer: Task | { data: Task } | null): Task {
  const task = answer && "data" in answer ? answer.data : answer;
  if (typeof task?.id === "string" && typeof task.version === "number") return task;
  throw notOurs();
}
