/** What carries out commands about one kind of item. */

import type { EntityApi } from "../api/entity";
import { ApiError } from "../api/errors";
import { BatchSender, type Sends } from "./batch";
import type { Desk } from "./leader";
import { Reconciler } from "./reconcile";

export type Hands = { api: EntityApi; reconciler: Reconciler; batches: BatchSender };

/** Nobody tells of a failure of this page itself. */
export const asApiError = (error: unknown) =>
  error instanceof ApiError ? error : new ApiError("The answer of the server cannot be read", 0);

export function handsOf(desk: Desk, entity: string, api: EntityApi, sends: Sends): Hands {
  const fields = desk.entities[entity]?.fields ?? {};
  const table = desk.replica.of(entity);
  const reconciler = new Reconciler(fields, api, table, async (one, sentVersion) => {
    const now = desk.outbox.get(one.id);
    if (!now || now.sentVersion === sentVersion) return;
    desk.commit({ put: [{ ...now, sentVersion }] });
    await desk.settled();
  });
  return { api, reconciler, batches: new BatchSender(desk, fields, api, table, sends) };
}
