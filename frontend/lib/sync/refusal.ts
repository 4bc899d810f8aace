/** What becomes of a command that the API has refused, and of those about the same item that follow it. Pure. */

import type { ApiError } from "../api/errors";
import { newId } from "../api/ids";
import type { FieldsOf } from "../domain/fields";
import { editableIn } from "../domain/merge";
import { apply, type Change, type Pending } from "./command";
import { withoutRefused } from "./conflict";
import type { Step } from "./leader";

/** The account is full. The person need not change the command: it waits for room. */
export const isForRoom = ({ change }: Pending, { status }: ApiError) =>
  status === 409 && (change.kind === "create" || change.kind === "restore");

export function refused(known: FieldsOf<object>, one: Pending, error: ApiError, later: readonly Pending[]): Step {
  const { change, itemId } = one;
  const { detail, status, field } = error;
  const isKept = isForRoom(one, error);
  const told = {
    ...one,
    isSending: false,
    hasFailed: true,
    wasTried: false,
    verdict: { detail, status, field, isKept },
  };
  if (isKept) return { put: [{ ...told, change: underNewKey(change) }] };
  if (change.kind !== "create") return { put: [told, ...later.map((next) => withoutRefused(known, next, change))] };
  // A refused create goes back to the person with all later changes of it.
  const whole = later.reduce((item, next) => apply(item, itemId, next.change) ?? item, apply(null, itemId, change));
  const fields = whole ? editableIn<object>(known, whole) : change.fields;
  return { put: [{ ...told, change: { ...change, fields } }], drop: later };
}

/** A refusal stays one under its key. A create at an id of our own has none. */
const underNewKey = (change: Change): Change =>
  change.kind === "restore" || (change.kind === "create" && change.key) ? { ...change, key: newId() } : change;
