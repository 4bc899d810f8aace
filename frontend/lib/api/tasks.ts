/** The requests by which the engine writes tasks. */

import { computed, hasComeAgain, isSameTime } from "../domain/repeat/coming";
import type { Editable, Task } from "../domain/task";
import type { Call } from "./client";
import { type EntityApi, itemIn, notOurs, type Operation, sentFields } from "./entity";
import type { components } from "./schema";

type BatchOperation = components["schemas"]["Batch"]["operations"][number];

export function createTaskApi(call: Call): EntityApi {
  const at = (task_id: string) => ({ path: { task_id } });
  const ifMatch = (version: number) => ({ header: { "If-Match": `"${version}"` } });

  const batch = async (all: readonly Operation[]) => {
    const operations = all.map(asSent);
    const { data } = await call((api) => api.POST("/api/tasks/batch", { body: { operations } }));
    if (data?.length !== all.length) throw notOurs();
    return data.map((task, place) => (all[place]?.op === "erase" && task === null ? null : itemIn(task)));
  };

  return {
    async create(id, fields) {
      const params = { ...at(id), header: { "If-None-Match": "*" } };
      const body = sentFields(fields) as Editable;
      return itemIn(await call((api) => api.PUT("/api/tasks/{task_id}", { params, body })));
    },

    async createUnderKey(key, fields) {
      const params = { header: { "Idempotency-Key": key } };
      return itemIn(await call((api) => api.POST("/api/tasks", { params, body: sentFields(fields) as Editable })));
    },

    async read(id) {
      return itemIn(await call((api) => api.GET("/api/tasks/{task_id}", { params: at(id) })));
    },

    async edit(id, body, version) {
      const params = { ...at(id), ...ifMatch(version) };
      return itemIn(await call((api) => api.PATCH("/api/tasks/{task_id}", { params, body })));
    },

    async remove(id, version) {
      const params = { ...at(id), ...ifMatch(version) };
      const nothing: unknown = await call((api) => api.DELETE("/api/tasks/{task_id}", { params }));
      if (nothing !== undefined) throw notOurs();
    },

    /** Not by its path, which deletes what is outside the trash, too. */
    async erase(id, version) {
      await batch([{ op: "erase", id, version }]);
    },

    async restore(id, key) {
      const params = { ...at(id), header: { "Idempotency-Key": key } };
      return itemIn(await call((api) => api.POST("/api/tasks/{task_id}/restore", { params })));
    },

    async history(id) {
      const { data } = await call((api) => api.GET("/api/tasks/{task_id}/history", { params: at(id) }));
      return data.map(({ after }) => after);
    },

    isDone: (seen, now) => hasComeAgain(seen as Task, now as Task),
    isStill: (seen, now, sent) => !(sent as Partial<Task>).completed || isSameTime(seen as Task, now as Task),
    computes: computed,

    batch,
  };
}

function asSent(operation: Operation): BatchOperation {
  if (!("fields" in operation)) return operation;
  const { fields, ...rest } = operation;
  return { ...rest, task: sentFields(fields) } as BatchOperation;
}
