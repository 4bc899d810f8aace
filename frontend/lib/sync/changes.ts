/** What a person can do to a task, how it looks before the API has answered, and how it is told to the API. */

import { call } from "../api/client";
import { ApiError } from "../api/errors";
import { newRetryKey } from "../api/retry-key";
import { differences, type Editable, editableOf, type Task } from "../domain/task";

export type { Task } from "../domain/task";

/**
 * `seen` is the task as it was before the person's eyes, `fields` only what is to be different: so an edit never wipes
 * what somebody else has written meanwhile. `key` makes each further try the same request, which the API carries out once.
 * With `keyAnew` a task that was deleted for good is made anew.
 */
export type Change =
  | { kind: "create"; fields: Editable; at: string; key: string }
  | { kind: "edit"; fields: Partial<Editable>; seen: Task }
  | { kind: "delete"; seen: Task }
  | { kind: "restore"; task: Task; key: string; keyAnew?: string };

type Create = Extract<Change, { kind: "create" }>;
type Edit = Extract<Change, { kind: "edit" }>;
type Delete = Extract<Change, { kind: "delete" }>;
type Restore = Extract<Change, { kind: "restore" }>;
/** What may meet a newer version of the task. */
export type Contestable = Edit | Delete;

export const isContestable = (change: Change): change is Contestable =>
  change.kind === "edit" || change.kind === "delete";

/** What somebody else has made of a task. */
export type Theirs = Task | "deleted";

/**
 * The task afterwards (null: gone), or the other version of it, between which and theirs a person must choose. One that
 * `isGone` was made or restored by an earlier try, and has been deleted elsewhere since.
 */
export type Outcome = { task: Task | null; isGone?: boolean } | { theirs: Theirs };

/** Whether none of these fields was different before the person's eyes, as far as the change is about them. */
export function hasSeen(change: Contestable, fields: Partial<Editable>): boolean {
  const unseen = Object.keys(differences(change.seen, fields));
  return change.kind === "edit" ? !unseen.some((name) => name in change.fields) : unseen.length === 0;
}

/** The same change as another request. */
export function withNewKeys(change: Change): Change {
  switch (change.kind) {
    case "create":
      return { ...change, key: newRetryKey() };
    case "restore":
      return { ...change, key: newRetryKey(), ...(change.keyAnew && { keyAnew: newRetryKey() }) };
    default:
      return change;
  }
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

/**
 * Safe to repeat, whatever became of the try before. `isKnown` tells the tasks that other creates have led to. Raises
 * `ApiError`.
 */
export async function perform(
  change: Change,
  taskId: string,
  triedAt: number | null,
  isKnown: (id: string) => boolean,
): Promise<Outcome> {
  const wasTried = triedAt !== null;
  switch (change.kind) {
    case "create":
      return makeOnce(change, triedAt, isKnown);
    case "edit":
      return unlessGone(edit(change, taskId, wasTried), { theirs: "deleted" });
    case "delete":
      return unlessGone(remove(change, taskId, wasTried), { task: null });
    case "restore":
      return lookAgain(await bringBack(change, taskId), wasTried);
  }
}

async function makeOnce(change: Create, triedAt: number | null, isKnown: (id: string) => boolean): Promise<Outcome> {
  try {
    const made = (triedAt && (await findForgotten(change, triedAt, isKnown))) || (await create(change));
    return await lookAgain(made, triedAt !== null);
  } catch (error) {
    // An earlier try has made it, and somebody has deleted it for good since.
    if (isRefusal(error, 410)) return { task: null };
    throw error;
  }
}

const at = (taskId: string) => ({ path: { task_id: taskId } });
const ifMatch = ({ version }: Task) => ({ "If-Match": `"${version}"` });

function create({ fields, key }: Pick<Create, "fields" | "key">): Promise<Task> {
  return call((api) => api.POST("/api/tasks", { body: fields, params: { header: { "Idempotency-Key": key } } }));
}

/** The API remembers a key for 24 hours. */
const KEY_LIFE_MS = 23 * 3600 * 1000;
const CLOCKS_DIFFER_MS = 3600 * 1000;

/** What an earlier try has made without anybody hearing of it, should its key be forgotten by now. */
async function findForgotten(
  { fields, at }: Create,
  triedAt: number,
  isKnown: (id: string) => boolean,
): Promise<Task | undefined> {
  if (Date.now() - triedAt < KEY_LIFE_MS) return undefined;
  const { data } = await call((api) => api.GET("/api/tasks"));
  const earliest = Date.parse(at) - CLOCKS_DIFFER_MS;
  const asStored = { ...fields, title: fields.title.trim(), tags: fields.tags.map((tag) => tag.trim()) };
  // Where anything differs it may be another task: one too many can be deleted, one too few is lost.
  const isSame = (task: Task) => Object.keys(differences(task, asStored)).length === 0;
  return data.find((task) => !isKnown(task.id) && Date.parse(task.created_at) > earliest && isSame(task));
}

/** The answer to a request that was sent before may be older than what has become of the task. */
async function lookAgain(task: Task, wasTried: boolean): Promise<Outcome> {
  if (!wasTried) return { task };
  const looking = read(task.id).then((now) => ({ task: now }));
  return unlessGone(looking, { task, isGone: true });
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

/** Of a change that has met theirs, what nobody needs to choose about, for it was changed here alone. */
export function uncontested(change: Contestable, theirs: Task): Partial<Editable> {
  if (change.kind === "delete") return {};
  const wanted = Object.entries(differences(theirs, change.fields));
  const changedThere = differences(change.seen, theirs);
  const changedHere = wanted.filter(([name]) => !(name in changedThere));
  // Then an earlier try of all of it was taken back.
  const isAboutAll = changedHere.length === wanted.length;
  return isAboutAll ? {} : Object.fromEntries(changedHere);
}

/** Into the trash, unless somebody has changed meanwhile what was to go there. */
async function remove(change: Delete, taskId: string, wasTried = false): Promise<Outcome> {
  const params = { ...at(taskId), header: ifMatch(change.seen) };
  try {
    await call((api) => api.DELETE("/api/tasks/{task_id}", { params }));
    return { task: null };
  } catch (error) {
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

async function bringBack({ task, key, keyAnew }: Restore, taskId: string): Promise<Task> {
  try {
    return await restore(taskId, key);
  } catch (error) {
    if (!keyAnew || !isRefusal(error, 404)) throw error;
    return create({ fields: editableOf(task), key: keyAnew });
  }
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

const unlessGone = (trying: Promise<Outcome>, otherwise: Outcome) =>
  trying.catch((error) => {
    if (!isRefusal(error, 404)) throw error;
    return otherwise;
  });

const isRefusal = (error: unknown, status: number) => error instanceof ApiError && error.status === status;
