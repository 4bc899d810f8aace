/** Deletes an item for good if it is in the trash, and if nobody has changed it since the person has seen it. */

import type { EntityApi } from "../api/entity";
import { ApiError, isRefusal } from "../api/errors";
import type { FieldsOf } from "../domain/fields";
import type { Item } from "../domain/item";
import { saysTheSame } from "../domain/merge";
import type { Table } from "./table";

/** Why something was not deleted for good: it was restored, or changed, by somebody else. */
export const NOT_IN_TRASH = "No longer in the trash: ";

/** What people call it. */
const nameOf = (item: Item & { title?: string; name?: string }) => item.title ?? item.name ?? "";

/** The version of the item in the trash, as far as it is known. It is newer than `seen` if this browser has deleted the item since. */
export function versionInTrash(table: Table, seen: Item): number {
  const known = table.get(seen.id) ? undefined : table.known(seen.id);
  return Math.max(seen.version, known?.version ?? 0);
}

/** `read` asks whether the item is there, outside the trash. */
export async function eraseFromTrash(
  fields: FieldsOf<object>,
  api: EntityApi,
  table: Table,
  seen: Item,
  read: () => Promise<boolean>,
): Promise<"done" | "again" | { error: ApiError }> {
  const { id } = seen;
  const spared = { error: new ApiError(NOT_IN_TRASH + nameOf(seen), 412) };
  const erase = async (version: number) => {
    await api.erase(id, version);
    return "done" as const;
  };
  try {
    return await erase(versionInTrash(table, seen));
  } catch (error) {
    // Erased by an earlier try or by somebody else, or restored.
    if (isRefusal(error, 404)) return (await read()) ? spared : "done";
    if (!isRefusal(error, 412)) throw error;
  }
  try {
    // It may have been restored and deleted again.
    const [latest] = await api.history(id);
    if (!latest) return "again";
    const isAsSeen = latest.deleted_at !== null && saysTheSame<object>(fields, seen, latest);
    return isAsSeen ? await erase(latest.version) : spared;
  } catch (error) {
    if (isRefusal(error, 404) || isRefusal(error, 412)) return "again";
    throw error;
  }
}
