/** What follows a change that the API has computed, where it has come to something else than was shown. Pure. */

import type { FieldsOf } from "../domain/fields";
import type { Item } from "../domain/item";
import { differencesIn } from "../domain/merge";
import type { Pending } from "./command";

/** `row` is the item as the API has it now that the command has arrived, `computes` what the API may have computed of it, `ofItem` are all commands about it. */
export function afterComputed(
  known: FieldsOf<object>,
  computes: readonly string[],
  { id, change, sentVersion }: Pending,
  row: Item,
  ofItem: readonly Pending[],
): Pending[] {
  // What somebody else has done meanwhile is for the person to choose.
  const isOurs = sentVersion !== null && row.version === sentVersion + 1;
  if (change.kind !== "edit" || !change.sends || !isOurs) return [];
  const shown = { ...change.seen, ...change.fields };
  return ofItem.filter((one) => one.id !== id).flatMap((later) => seeing(known, computes, later, shown, row));
}

/** Who has seen what was shown has seen what the API has made of it. */
function seeing(
  known: FieldsOf<object>,
  computes: readonly string[],
  later: Pending,
  shown: Item,
  row: Item,
): Pending[] {
  const { change } = later;
  // Who has completed it once more has done so on the day that was shown.
  const isAgain = change.kind === "edit" && change.sends !== undefined;
  if ((change.kind !== "edit" && change.kind !== "delete") || isAgain) return [];
  const { seen } = change;
  const different = differencesIn<object>(known, shown, seen);
  const computed = Object.entries(row).filter(([name]) => computes.includes(name) && !(name in different));
  return [{ ...later, change: { ...change, seen: { ...seen, ...Object.fromEntries(computed) } } }];
}
