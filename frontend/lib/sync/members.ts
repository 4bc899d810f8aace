/** Items that are in other items, as tasks are in lists and below tasks: what is done to one of them concerns the other. */

import type { ApiError } from "../api/errors";
import type { Item } from "../domain/item";
import { goneBy } from "./answers";
import { type Change, commandOf, isBeingDeleted, type Pending, refOf } from "./command";
import { containersIn } from "./container";
import type { Container, Entities } from "./entities";
import type { Desk, Step } from "./leader";
import type { Rows } from "./table";

/** The containers that a command is about: those that the item leaves, is in, or gets into. */
export function containersOf(entities: Entities, { entity, change }: Pending): string[] {
  const states = [
    "fields" in change ? change.fields : undefined,
    "seen" in change ? change.seen : undefined,
    change.kind === "restore" ? change.item : undefined,
  ];
  return states.flatMap((state) => containersIn(entities, entity, state));
}

/** With an item that has gone by this command, what was in it has gone too, as the feed will tell. */
export function goneWith(one: Pending, { entities, outbox, replica }: Desk): Rows[] {
  const isGone = one.change.kind === "delete" && !replica.of(one.entity).get(one.itemId);
  if (!isGone || !isBeingDeleted(outbox.of(one))) return [];
  const goneIn = (ref: string): Rows[] =>
    Object.keys(entities).flatMap((entity) => {
      const table = replica.of(entity);
      const members = table.membersOf(ref);
      // First they themselves, so that no circle is walked twice.
      const rows = members.map((item) => goneBy(table, item.id, item, item.version + 1));
      return [...rows, ...members.flatMap(({ id }) => goneIn(refOf({ entity, itemId: id })))];
    });
  return goneIn(refOf(one));
}

/**
 * What becomes of a command that was refused because its item cannot be where it says: the rest of it is done, and the
 * person is told. Undefined: it was refused for another reason.
 */
export function withoutContainer(entities: Entities, one: Pending, error: ApiError): Step | undefined {
  const container = entities[one.entity]?.containers.find(({ field }) => field === error.field);
  if (!container || error.status !== 422) return undefined;
  const { field } = container;
  const { change } = one;
  const rest = changeWithout(change, field);
  const told = toldOf(one, container, error);
  const anew = { ...one, isSending: false, wasTried: false, sentVersion: null };
  return rest ? { put: [{ ...anew, change: rest }, told] } : { put: [told], drop: [one] };
}

/** Undefined: nothing is left to be done. */
function changeWithout(change: Change, field: string): Change | undefined {
  if (change.kind === "create") return { ...change, fields: { ...change.fields, [field]: null } };
  if (change.kind === "restore") return { ...change, item: { ...change.item, [field]: null } as Item };
  if (change.kind !== "edit") return undefined;
  // A place among those of one container says nothing elsewhere.
  const { [field]: _, position: __, ...fields } = change.fields as Record<string, unknown>;
  return Object.keys(fields).length > 0 ? { ...change, fields } : undefined;
}

/** Is kept only until the person has heard of it. */
function toldOf(
  { page, entity, itemId, change }: Pending,
  { field, words, otherwise }: Container,
  { detail: reason, status }: ApiError,
): Pending {
  const stays = change.kind === "edit";
  const detail = `${words[reason] ?? reason}. The task ${stays ? "stays where it was" : `is ${otherwise}`}.`;
  const seen = { ...("fields" in change ? change.fields : {}), id: itemId } as Item;
  const about = commandOf(page, { entity, itemId }, { kind: "edit", fields: { [field]: null }, seen });
  return { ...about, verdict: { detail, status, isKept: false } };
}
