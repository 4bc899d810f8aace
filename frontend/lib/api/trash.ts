/** The trash as the API keeps it: what is in it, what is taken out of it, what is erased. */

import { compare } from "../compare";
import { call } from "./client";
import { ApiError } from "./errors";
import { newId } from "./ids";
import type { components } from "./schema";

export type Task = components["schemas"]["TaskResponse"];

/** Last deleted first. */
export async function listTrash(): Promise<Task[]> {
  const { data } = await call((api) => api.GET("/api/tasks", { params: { query: { deleted: true } } }));
  return data.sort((a, b) => compare(b.deleted_at ?? "", a.deleted_at ?? ""));
}

/** False: it is no longer in the trash, because another device was first. */
export function restoreTask({ id }: Task): Promise<boolean> {
  const params = { path: { task_id: id }, header: { "Idempotency-Key": newId() } };
  return unlessGone(call((api) => api.POST("/api/tasks/{task_id}/restore", { params })));
}

/** False: it is no longer in the trash as it was. One that was restored elsewhere has another version, and is left alone. */
export function eraseTask({ id, version }: Task): Promise<boolean> {
  const params = { path: { task_id: id }, query: { permanent: true }, header: { "If-Match": `"${version}"` } };
  return unlessGone(call((api) => api.DELETE("/api/tasks/{task_id}", { params })));
}

function unlessGone(done: Promise<unknown>): Promise<boolean> {
  return done.then(
    () => true,
    (error: unknown) => {
      if (error instanceof ApiError && (error.status === 404 || error.status === 412)) return false;
      throw error;
    },
  );
}
