/** A change that has met one of somebody else: what each side would come to. Pure. */

import type { FieldsOf } from "../domain/fields";
import type { Item } from "../domain/item";
import { differencesIn, mergeIn } from "../domain/merge";
import { isEmpty } from "../domain/task";
import { apply, type Change, type Conflict, type Pending, refOf } from "./command";

/** Those of the kind of item that it is about. */
type Fields = FieldsOf<object>;
type Edit = Extract<Change, { kind: "edit" }>;

/** The fields of a contested change that nobody needs to choose about. */
export function uncontested(known: Fields, { fields, seen }: Edit, theirs: Item): object {
  const { wanted, contested } = mergeIn<object>(known, seen, fields, theirs);
  // If nothing is contested, an earlier try has arrived, and somebody has undone all of it.
  if (contested.length === 0) return {};
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => !contested.some((one) => one === name)));
}

/** This side's version; null if it is deleted. For an item that was deleted elsewhere it has all changes of this side. */
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

/** The other side's version with the fields that only this side has changed; null if it is deleted. */
export function theirsOf<Thing extends Item, Editable extends object>(
  known: FieldsOf<Editable>,
  { change, theirs }: Conflict<Thing, Editable>,
): Thing | null {
  if (theirs === "deleted") return null;
  return change.kind === "edit" ? { ...theirs, ...uncontested(known as Fields, change, theirs) } : theirs;
}

/** A later change without the refused one beneath it: its `seen` is the item as if the refused change had not been made. */
export function withoutRefused(known: Fields, later: Pending, refused: Change): Pending {
  const { change } = later;
  if (refused.kind !== "edit" || change.kind === "create" || change.kind === "restore") return later;
  const { seen } = change;
  const different = differencesIn<object>(known, seen, refused.fields);
  const undone = Object.entries(refused.seen).filter(([name]) => name in refused.fields && !(name in different));
  if (isEmpty(undone)) return later;
  return { ...later, change: { ...change, seen: { ...seen, ...Object.fromEntries(undone) } } };
}
