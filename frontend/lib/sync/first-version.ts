/** New tasks that the app's first version has left unsent: the API gives them their ids. */

import type { EntityApi } from "../api/entity";
import { isRefusal } from "../api/errors";
import { Answers } from "./answers";
import type { Change, Pending } from "./command";
import type { Desk } from "./leader";
import type { Outcome } from "./reconcile";
import type { Rows } from "./table";

type Create = Extract<Change, { kind: "create" }>;

/** Whether it is such a task. */
export const isOfFirstVersion = (change: Change): change is Create & { key: string } =>
  change.kind === "create" && change.key !== undefined;

/** The API gives it its id, once, and all that was done to it follows. */
export async function createUnderKey(
  { replica, outbox, commit }: Desk,
  api: EntityApi,
  one: Pending,
  { key, fields }: Create & { key: string },
): Promise<Outcome> {
  const made = await api.createUnderKey(key, fields).catch((error: unknown) => {
    // An earlier try has made it, and somebody has deleted it for good since.
    if (!isRefusal(error, 410)) throw error;
    return null;
  });
  if (!made) return { kind: "done", rows: [] };
  const rows: Rows[] = [];
  // An answer that comes again may be older than what has become of the task.
  await new Answers(api, replica.of(one.entity)).read(made.id, rows);
  const followers = outbox.of(one).filter(({ id }) => id !== one.id);
  commit({ put: followers.map((later) => ({ ...later, itemId: made.id, change: renamed(later.change, made.id) })) });
  return { kind: "done", rows };
}

function renamed(change: Change, id: string): Change {
  if (change.kind === "create") return change;
  if (change.kind === "restore") return { ...change, item: { ...change.item, id } };
  return { ...change, seen: { ...change.seen, id } };
}
