/** The trash as the API keeps it. */

import { compare } from "../compare";
import type { Task } from "../domain/task";
import { call } from "./client";

/** Last deleted first. */
export async function listTrash(): Promise<Task[]> {
  const { data } = await call((api) => api.GET("/api/tasks", { params: { query: { deleted: true } } }));
  return data.sort((a, b) => compare(b.deleted_at ?? "", a.deleted_at ?? ""));
}
