/** What is to be done once a person has chosen between two versions. Pure. */

import type { FieldsOf } from "../domain/fields";
import type { Item } from "../domain/item";
import { isEmpty } from "../domain/task";
import { type Conflict, commandOf, type Pending, type Theirs } from "./command";
import { uncontested } from "./conflict";
import type { Step } from "./leader";

/** Between two versions, of which `theirs` is the other one as the person saw it: pages of an older app do not tell. */
export type Choice = { id: string; keepsMine: boolean; theirs?: Theirs };

/** `ofItem` are all commands about the item, `page` the one that sends. */
export function chosen(
  known: FieldsOf<object>,
  conflict: Conflict,
  keepsMine: boolean,
  ofItem: readonly Pending[],
  page: string,
): Step {
  const { theirs } = conflict;
  return theirs === "deleted"
    ? chosenDeleted(conflict, keepsMine, ofItem, page)
    : chosenVersion(known, conflict, theirs, keepsMine);
}

function chosenVersion(known: FieldsOf<object>, conflict: Conflict, theirs: Item, keepsMine: boolean): Step {
  const { change } = conflict;
  const anew: Pending = { ...conflict, theirs: null, wasTried: false, sentVersion: null };
  if (keepsMine) {
    // They choose what they see, and not what the API would compute from the other version.
    const kept =
      change.kind === "edit"
        ? { kind: "edit" as const, fields: change.fields, seen: theirs }
        : { ...change, seen: theirs };
    return { put: [{ ...anew, change: kept }] };
  }
  // The fields that only this side has changed are still sent.
  const fields = change.kind === "edit" ? uncontested(known, change, theirs) : {};
  return isEmpty(fields)
    ? { drop: [conflict] }
    : { put: [{ ...anew, change: { kind: "edit", fields, seen: theirs } }] };
}

/** All changes of an item that was deleted elsewhere are kept, or all are dropped. */
function chosenDeleted(conflict: Conflict, keepsMine: boolean, ofItem: readonly Pending[], page: string): Step {
  if (!keepsMine) return { drop: ofItem };
  const { id, order, change } = conflict;
  // In place of what was contested: what is new in the item comes after it.
  const restore = { ...commandOf(page, conflict, { kind: "restore", item: change.seen }), id, order };
  const again = ofItem.map((one) => commandOf(page, conflict, one.change));
  return { drop: ofItem.filter((one) => one.id !== id), put: [restore, ...again] };
}
