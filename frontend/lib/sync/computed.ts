/** What follows a change that the API has computed, where it has come to something else than was shown. Pure. */

import type { FieldsOf } from "../domain/fields";
import type { Item } from "../domain/item";
import { differencesIn } from "../domain/merge";
import type { Change, Pending } from "./command";

type Edit = Extract<Change, { kind: "edit" }>;

/** `row` is the item as the API has it now that the command has arrived; `ofItem` are all commands about it. */
export function afterComputed(
  known: FieldsOf<object>,
  { id, change, sentVersion }: Pending,
  row: Item | undefined,
  ofItem: readonly Pending[],
): Pending[] {
  // What somebody else has done meanwhile is for the person to choose.
  const isOurs = row !== undefined && sentVersion !== null && row.version === sentVersion + 1;
  if (change.kind !== "edit" || !change.sends || !isOurs) return [];
  return ofItem.filter((one) => one.id !== id).flatMap((later) => seeing(known, later, change, row));
}

/** Of what was shown, the person has seen what the API has made of it. */
function seeing(known: FieldsOf<object>, later: Pending, { fields }: Edit, row: Item): Pending[] {
  const { change } = later;
  // Who has completed it once more has done so on the day that was shown.
  const isAgain = change.kind === "edit" && change.sends !== undefined;
  if ((change.kind !== "edit" && change.kind !== "delete") || isAgain) return [];
  const { seen } = change;
  const different = differencesIn<object>(known, seen, fields);
  const computed = Object.entries(row).filter(([name]) => name in fields && !(name in different));
  return [{ ...later, change: { ...change, seen: { ...seen, ...Object.fromEntries(computed) } } }];
}
