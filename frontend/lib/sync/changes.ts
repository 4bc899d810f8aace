/** What a person can do to a task, how it looks before the API has answered, and how it is told to the API. */

import { call } from "../api/client";
import { ApiError } from "../api/errors";
import type { components } from "../api/schema";

export type Task = components["schemas"]["TaskResponse"];
export type TaskFields = Pick<Task, "title" | "description" | "due_date" | "priority" | "tags">;
type Editable = TaskFields & Pick<Task, "completed">;

/**
 * `seen` is the task as it was before the person's eyes, `fields` only what is to be different: so an edit never wipes
 * what somebody else has written meanwhile. `key` makes each further try the same request, which the API carries out once.
 */
export type Change =
  | { kind: "create"; fields: Editable; at: string; key: string }
  | { kind: "edit"; fields: Partial<Editable>; seen: Task }
  | { kind: "delete"; seen: Task }
  | { kind: "restore"; task: Task; key: string };

type Create = Extract<Change, { kind: "create" }>;
type Edit = Extract<Change, { kind: "edit" }>;
type Delete = Extract<Change, { kind: "delete" }>;
/** What may meet a newer version of the task. */
export type Contestable = Edit | Delete;

export const isContestable = (change: Change): change is Contestable =>
  change.kind === "edit" || change.kind === "delete";

/** The task afterwards (null: gone), or the other version of it, between which and theirs a person must choose. */
export type Outcome = { task: Task | null } | { theirs: Task };

const fieldNames = ["title", "description", "due_date", "priority", "tags", "completed"] as const;

/** Those fields of `to` that are not the same in `from`. */
export function differences(from: Editable, to: Partial<Editable>): Partial<Editable> {
  const isDifferent = (name: keyof Editable) =>
    to[name] !== undefined && JSON.stringify(from[name]) !== JSON.stringify(to[name]);
  return Object.fromEntries(fieldNames.filter(isDifferent).map((name) => [name, to[name]]));
}

/** Whether none of these fields was different before the person's eyes, as far as the change is about them. */
export function hasSeen(change: Contestable, fields: Partial<Editable>): boolean {
  const unseen = Object.keys(differences(change.seen, fields));
  return change.kind === "edit" ? !unseen.some((name) => name in change.fields) : unseen.length === 0;
}

export function toTask(id: string, { fields, at }: Create): Task {
  return { ...fields, id, user_id: "", created_at: at, updated_at: at, version: 0, deleted_at: null };
}

/** What the task is after the change; null when it is gone. */
export function apply(task: Task, change: Change): Task | null {
  switch (change.kind) {
    case "create":
    case "restore":
      return task;
    case "edit":
      return { ...task, ...change.fields };
    case "delete":
      return null;
  }
}

/** Safe to repeat, whatever became of the try before. Raises `ApiError`. */
export async function perform(change: Change, taskId: string, triedAt: number | null): Promise<Outcome> {
  switch (change.kind) {
    case "create":
      return { task: (triedAt && (await findForgotten(change, triedAt))) || (await create(change)) };
    case "edit":
      return edit(change, taskId, triedAt !== null);
    case "delete":
      return remove(change, taskId, triedAt !== null);
    case "restore":
      return { task: await restore(taskId, change.key) };
  }
}

const at = (taskId: string) => ({ path: { task_id: taskId } });
const ifMatch = ({ version }: Task) => ({ "If-Match": `"${version}"` });

function create({ fields, key }: Create): Promise<Task> {
  return call((api) => api.POST("/api/tasks", { body: fields, params: { header: { "Idempotency-Key": key } } }));
}

/** The API remembers a key for 24 hours. */
const KEY_LIFE_MS = 23 * 3600 * 1000;
const CLOCKS_DIFFER_MS = 3600 * 1000;

/** What an earlier try has made without anybody hearing of it, should its key be forgotten by now. */
async function findForgotten({ fields, at }: Create, triedAt: number): Promise<Task | undefined> {
  if (Date.now() - triedAt < KEY_LIFE_MS) return undefined;
  const { data } = await call((api) => api.GET("/api/tasks"));
  const earliest = Date.parse(at) - CLOCKS_DIFFER_MS;
  return data.find((task) => task.title === fields.title.trim() && Date.parse(task.created_at) > earliest);
}

/** What was changed apart from each other goes together; where both sides have changed the same, a person must choose. */
async function edit(change: Edit, taskId: string, wasTried = false): Promise<Outcome> {
  const { fields, seen } = change;
  try {
    return { task: await patch(taskId, fields, seen) };
  } catch (error) {
    if (!isRefusal(error, 412)) throw error;
    const theirs = await read(taskId);
    const wanted = Object.keys(differences(theirs, fields));
    // So it is already: by an earlier try, or by somebody who meant the same.
    if (wanted.length === 0) return { task: theirs };
    const changedThere = differences(seen, theirs);
    if (wanted.some((name) => name in changedThere)) return { theirs };
    const isOurs = (after: Task) => Object.keys(differences(after, fields)).length === 0;
    if (wasTried && (await wasTakenBack(taskId, seen, theirs, isOurs))) return { theirs };
    return edit({ ...change, seen: theirs }, taskId);
  }
}

/** Into the trash, unless somebody has changed meanwhile what was to go there. */
async function remove(change: Delete, taskId: string, wasTried = false): Promise<Outcome> {
  const params = { ...at(taskId), header: ifMatch(change.seen) };
  try {
    await call((api) => api.DELETE("/api/tasks/{task_id}", { params }));
    return { task: null };
  } catch (error) {
    if (isRefusal(error, 404)) return { task: null };
    if (!isRefusal(error, 412)) throw error;
    const theirs = await read(taskId);
    const isSame = Object.keys(differences(change.seen, theirs)).length === 0;
    if (!isSame) return { theirs };
    const isOurs = (after: Task) => after.deleted_at !== null;
    if (wasTried && (await wasTakenBack(taskId, change.seen, theirs, isOurs))) return { theirs };
    return remove({ ...change, seen: theirs }, taskId);
  }
}

/** Whether an earlier try has arrived without our hearing of it, and somebody else has since undone what it did. */
async function wasTakenBack(
  taskId: string,
  seen: Task,
  theirs: Task,
  isOurs: (after: Task) => boolean,
): Promise<boolean> {
  // It takes one version to arrive, and another to be undone.
  if (theirs.version < seen.version + 2) return false;
  const { data } = await call((api) => api.GET("/api/tasks/{task_id}/history", { params: at(taskId) }));
  return data.some(({ after }) => after !== null && after.version > seen.version && isOurs(after));
}

/** Out of the trash. What is no longer there may be back already. */
async function restore(taskId: string, key: string): Promise<Task> {
  const params = { ...at(taskId), header: { "Idempotency-Key": key } };
  try {
    return (await call((api) => api.POST("/api/tasks/{task_id}/restore", { params }))).data;
  } catch (error) {
    if (!isRefusal(error, 404)) throw error;
    return read(taskId);
  }
}

async function read(taskId: string): Promise<Task> {
  return (await call((api) => api.GET("/api/tasks/{task_id}", { params: at(taskId) }))).data;
}

async function patch(taskId: string, body: Partial<Editable>, seen: Task): Promise<Task> {
  const params = { ...at(taskId), header: ifMatch(seen) };
  return (await call((api) => api.PATCH("/api/tasks/{task_id}", { params, body }))).data;
}

const isRefusal = (error: unknown, status: number) => error instanceof ApiError && error.status === status;
