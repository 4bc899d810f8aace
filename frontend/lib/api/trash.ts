/** The trash as the API keeps it. */

import { compare } from "../compare";
import type { Item } from "../domain/item";
import type { List } from "../domain/list";
import type { Task } from "../domain/task";
import { call } from "./client";

const lastFirst = (a: Item, b: Item) => compare(b.deleted_at ?? "", a.deleted_at ?? "");

/** Last deleted first. */
export async function listTrash(): Promise<{ tasks: Task[]; lists: List[] }> {
  const params = { query: { deleted: true } };
  const [tasks, lists] = await Promise.all([
    call((api) => api.GET("/api/tasks", { params })),
    call((api) => api.GET("/api/lists", { params })),
  ]);
  return { tasks: tasks.data.sort(lastFirst), lists: lists.data.sort(lastFirst) };
}
