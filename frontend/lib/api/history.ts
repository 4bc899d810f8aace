/** What has become of a task, change by change. */

import { call } from "./client";
import type { components } from "./schema";

export type TaskChange = components["schemas"]["Change"];

/** The last hundred, newest first. */
export async function listHistory(taskId: string): Promise<TaskChange[]> {
  const params = { path: { task_id: taskId } };
  const { data } = await call((api) => api.GET("/api/tasks/{task_id}/history", { params }));
  return data;
}
