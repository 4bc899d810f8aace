/** What a person can do to a task, how it looks before the API has answered, and how it is told to the API. */

import { call } from "./client";
import { ApiError } from "./errors";
import type { components } from "./schema";

export type Task = components["schemas"]["TaskResponse"];
export type TaskFields = Pick<Task, "title" | "description" | "due_date">;

export type Change =
  | { kind: "create"; fields: TaskFields & { completed: boolean }; at: string }
  | { kind: "edit"; fields: TaskFields }
  | { kind: "complete"; completed: boolean }
  | { kind: "delete" };

export const listTasks = () => call((api) => api.GET("/api/tasks")).then((answer) => answer.data);

const at = (taskId: string) => ({ params: { path: { task_id: taskId } } });

type Creation = Extract<Change, { kind: "create" }>;

export function toTask(id: string, { fields, at }: Creation): Task {
  return { ...fields, id, user_id: "", created_at: at, updated_at: at };
}

/** What the task is after the change; null when it is gone. */
export function apply(task: Task, change: Change): Task | null {
  switch (change.kind) {
    case "create":
      return task;
    case "edit":
      return { ...task, ...change.fields };
    case "complete":
      return { ...task, completed: change.completed };
    case "delete":
      return null;
  }
}

/** Safe to repeat, whatever became of the try before. */
export async function perform(change: Change, taskId: string, earlier: EarlierTry | null): Promise<Task | null> {
  switch (change.kind) {
    case "create":
      return (
        (earlier && (await findLanded(change, earlier))) ||
        call((api) => api.POST("/api/tasks", { body: change.fields }))
      );
    case "edit":
      return edit(change.fields, taskId);
    case "complete":
      return complete(change.completed, taskId);
    case "delete":
      return call((api) => api.DELETE("/api/tasks/{task_id}", at(taskId))).then(() => null, goneIsFine);
  }
}

/** The tasks that were known when a create was sent and no answer came. */
export type EarlierTry = { known: readonly Task[] };

/** A create whose answer got lost may have been stored all the same, and must not be stored twice. */
async function findLanded({ fields }: Creation, { known }: EarlierTry) {
  const before = new Set(known.map((task) => task.id));
  const tasks = await listTasks();
  return tasks.find(
    (task) =>
      !before.has(task.id) &&
      task.title === fields.title &&
      task.description === fields.description &&
      task.due_date === fields.due_date,
  );
}

async function edit(fields: TaskFields, taskId: string): Promise<Task> {
  // Without `completed`, which the generated type wants and the API then leaves alone: somebody may be ticking it elsewhere.
  const body = fields as components["schemas"]["TaskCreate"];
  const answer = await call((api) => api.PUT("/api/tasks/{task_id}", { ...at(taskId), body }));
  return answer.data;
}

/** The API only toggles: when the answer is the opposite of what was meant, another device or an earlier try was first. */
async function complete(completed: boolean, taskId: string): Promise<Task> {
  const toggle = () => call((api) => api.PATCH("/api/tasks/{task_id}/complete", at(taskId)));
  const { data: task } = await toggle();
  return task.completed === completed ? task : (await toggle()).data;
}

function goneIsFine(error: unknown): null {
  if (error instanceof ApiError && error.status === 404) return null;
  throw error;
}
