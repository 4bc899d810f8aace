/** A change that has met one of somebody else: what each side would come to. Pure. */

import type { FieldsOf } from "../domain/fields";
import type { Item } from "../domain/item";
import { differencesIn, mergeIn } from "../domain/merge";
import { isEmpty } from "../domain/task";
import { apply, type Change, type Conflict, type Pending, refOf } from "./command";

/** Those of the kind of item that it is about. */
type Fields = FieldsOf<object>;
type Edit = Extract<Change, { kind: "edit" }>;

/** Of a change that has met theirs, what nobody needs to choose about. */
export function uncontested(known: Fields, { fields, seen }: Edit, theirs: Item): object {
  const { wanted, contested } = mergeIn<object>(known, seen, fields, theirs);
  // Where there is nothing to choose, an earlier try of all of it was taken back.
  if (contested.length === 0) return {};
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => !contested.some((one) => one === name)));
}

/** What is to be chosen instead of theirs; null: gone. Of an item that was deleted elsewhere, with all that was changed here. */
export function mineOf<Thing extends Item, Editable extends object>(
  known: FieldsOf<Editable>,
  conflict: Conflict<Thing, Editable>,
  pending: readonly Pending[],
): Thing | null {
  const { itemId, change, theirs } = conflict;
  if (theirs === "deleted") {
    const all = pending.filter((one) => refOf(one) === refOf(conflict));
    return all.reduce<Item | null>((item, one) => apply(item, itemId, one.change), change.seen) as Thing | null;
  }
  if (change.kind === "delete") return null;
  const { wanted } = mergeIn<object>(known as Fields, change.seen, change.fields, theirs);
  return { ...theirs, ...wanted };
}

/** What is to be chosen instead of mine, together with what was changed here alone; null: gone. */
export function theirsOf<Thing extends Item, Editable extends object>(
  known: FieldsOf<Editable>,
  { change, theirs }: Conflict<Thing, Editable>,
): Thing | null {
  if (theirs === "deleted") return null;
  return change.kind === "edit" ? { ...theirs, ...uncontested(known as Fields, change, theirs) } : theirs;
}

/** Later changes were made upon one that the API has refused: to them the item was as if it had not been. */
export function withoutRefused(known: Fields, later: Pending, refused: Change): Pending {
  const { change } = later;
  if (refused.kind !== "edit" || change.kind === "create" || change.kind === "restore") return later;
  const { seen } = change;
  const different = differencesIn<object>(known, seen, refused.fields);
  const undone = Object.entries(refused.seen).filter(([name]) => name in refused.fields && !(name in different));
  if (isEmpty(undone)) return later;
  return { ...later, change: { ...change, seen: { ...seen, ...Object.fromEntries(undone) } } };
}
