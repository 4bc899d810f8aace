/** What a person can do to a task, how it looks before the API has answered, and how it is told to the API. */

import { call } from "../api/client";
import { ApiError } from "../api/errors";
import type { components } from "../api/schema";

export type Task = components["schemas"]["TaskResponse"];
export type TaskFields = Pick<Task, "title" | "description" | "due_date" | "priority" | "tags">;

export type Change =
  | { kind: "create"; fields: TaskFields & { completed: boolean }; at: string }
  | { kind: "edit"; fields: TaskFields }
  | { kind: "complete"; completed: boolean }
  | { kind: "delete" }
  | { kind: "restore"; task: Task };

export const listTasks = () => call((api) => api.GET("/api/tasks")).then((answer) => answer.data);

const at = (taskId: string) => ({ params: { path: { task_id: taskId } } });

type Creation = Extract<Change, { kind: "create" }>;

export function toTask(id: string, { fields, at }: Creation): Task {
  return { ...fields, id, user_id: "", created_at: at, updated_at: at, version: 0, deleted_at: null };
}

const fieldNames = ["title", "description", "due_date", "priority", "tags"] as const;

/** Those fields of `to` that are not the same in `from`. */
export function differences(from: TaskFields, to: Partial<TaskFields>): Partial<TaskFields> {
  const isDifferent = (name: keyof TaskFields) =>
    to[name] !== undefined && JSON.stringify(from[name]) !== JSON.stringify(to[name]);
  return Object.fromEntries(fieldNames.filter(isDifferent).map((name) => [name, to[name]]));
}

/** What the task is after the change; null when it is gone. */
export function apply(task: Task, change: Change): Task | null {
  switch (change.kind) {
    case "create":
      return task;
    case "restore":
      return change.task;
    case "edit":
      return { ...task, ...change.fields };
    case "complete":
      return { ...task, completed: change.completed };
    case "delete":
      return null;
  }
}

/** Safe to repeat, whatever became of the try before. */
export async function perform(change: Change, taskId: string): Promise<Task | null> {
  switch (change.kind) {
    case "create":
      return create(change, taskId);
    case "edit":
      return edit(change.fields, taskId);
    case "complete":
      return complete(change.completed, taskId);
    case "delete":
      return call((api) => api.DELETE("/api/tasks/{task_id}", at(taskId))).then(() => null, goneIsFine);
    case "restore":
      return restore(taskId);
  }
}

/** Under its own key: one whose answer got lost is answered again, and not stored twice. */
function create({ fields }: Creation, key: string): Promise<Task> {
  return call((api) => api.POST("/api/tasks", { body: fields, params: { header: { "Idempotency-Key": key } } }));
}

async function edit(fields: TaskFields, taskId: string): Promise<Task> {
  // Without `completed`, which the generated type wants and the API then leaves alone: somebody may be ticking it elsewhere.
  const body = fields as components["schemas"]["TaskCreate"];
  const answer = await call((api) => api.PUT("/api/tasks/{task_id}", { ...at(taskId), body }));
  return answer.data;
}

/** Says what is meant rather than the opposite of what is there: another device or an earlier try may have been first. */
async function complete(completed: boolean, taskId: string): Promise<Task> {
  const answer = await call((api) => api.PATCH("/api/tasks/{task_id}", { ...at(taskId), body: { completed } }));
  return answer.data;
}

/** Out of the trash; where it is no longer there, an earlier try was answered though nobody heard it. */
async function restore(taskId: string): Promise<Task> {
  try {
    return (await call((api) => api.POST("/api/tasks/{task_id}/restore", at(taskId)))).data;
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
    return (await call((api) => api.GET("/api/tasks/{task_id}", at(taskId)))).data;
  }
}

function goneIsFine(error: unknown): null {
  if (error instanceof ApiError && error.status === 404) return null;
  throw error;
}
