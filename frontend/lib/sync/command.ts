/** What a person does to an item, what it makes of the item, and what is known about its way to the API. Pure. */

import { newId } from "../api/ids";
import type { Item } from "../domain/item";

/**
 * `seen` is the item as it was before the person's eyes: what somebody else has made of it meanwhile is not wiped. `key` is what
 * the API is asked under, so that it answers once; a restoration goes under the id of its command until that was refused.
 * What `reverts` takes back, or does again, what was done before: it may be carried out by undoing that.
 */
export type Change<Thing extends Item = Item, Editable extends object = object> =
  | { kind: "create"; fields: Editable; at: string; key?: string }
  /**
   * `sends` is asked for instead of the fields, where the API computes those. It is done once: with `seen` as it is, or not at all.
   * `shows` is what the API adds to the fields by itself, as far as that is known here.
   */
  | {
      kind: "edit";
      fields: Partial<Editable>;
      seen: Thing;
      sends?: Partial<Editable>;
      shows?: Partial<Thing>;
      reverts?: true;
    }
  /** Into the trash. */
  | { kind: "delete"; seen: Thing; reverts?: true }
  /** Out of the trash. If the item is not there any more, it is created again. */
  | { kind: "restore"; item: Thing; key?: string; reverts?: true }
  /** For good, out of the trash. */
  | { kind: "erase"; seen: Thing };

/** What somebody else has made of an item. */
export type Theirs<Thing extends Item = Item> = Thing | "deleted";

/** `isKept`: the command waits, and the API may accept it later: when there is room, or when the person tries again. `field` is what it was refused for. */
export type Verdict = { detail: string; status: number; field?: string | undefined; isKept: boolean };

/** What is kept in this browser. `order` is given by the store; `sentVersion` is the version that a try was made upon. */
export type Command<Thing extends Item = Item, Editable extends object = object> = {
  readonly id: string;
  readonly order: number | null;
  /** Which page it was done on. */
  readonly page: string;
  /** The kind of the item. */
  readonly entity: string;
  readonly itemId: string;
  readonly change: Change<Thing, Editable>;
  readonly wasTried: boolean;
  readonly sentVersion: number | null;
  readonly verdict: Verdict | null;
};

/** A command on its way. */
export type Pending<Thing extends Item = Item, Editable extends object = object> = Command<Thing, Editable> & {
  /** It may be sent as soon as it is kept. It is kept as if it had been tried, so that the try itself need not be kept. */
  readonly goesAtOnce: boolean;
  readonly isSending: boolean;
  /** Whether a try has ended without an answer, and how many have in a row. */
  readonly hasFailed: boolean;
  readonly failures: number;
  /** The other version, while a person is to choose between the two. */
  readonly theirs: Theirs<Thing> | null;
};

/** What may meet a newer version of the item, so that a person must choose. */
export type Contestable<Thing extends Item = Item, Editable extends object = object> = Extract<
  Change<Thing, Editable>,
  { kind: "edit" | "delete" }
>;
/** A change that waits for a person's choice. */
export type Conflict<Thing extends Item = Item, Editable extends object = object> = Pending<Thing, Editable> & {
  change: Contestable<Thing, Editable>;
  theirs: Theirs<Thing>;
};

export const isConflict = (one: Pending): one is Conflict => one.theirs !== null;
/** Refused, and kept only until the person has heard of it. */
export const isOver = ({ verdict }: Command) => verdict !== null && !verdict.isKept;

/** Which item a command is about. */
export type About = Pick<Command, "entity" | "itemId">;
/** As a key: items of different kinds may have the same id. */
export const refOf = ({ entity, itemId }: About) => `${entity} ${itemId}`;

/** Whether the last thing done to the item here is its deletion. */
export const isBeingDeleted = (ofItem: readonly Pending[]): boolean =>
  ofItem.findLast(({ change }) => change.kind === "delete" || change.kind === "restore")?.change.kind === "delete";

export function commandOf(page: string, { entity, itemId }: About, change: Change, goesAtOnce = false): Pending {
  const command = {
    id: newId(),
    order: null,
    page,
    entity,
    itemId,
    change,
    wasTried: false,
    sentVersion: null,
    verdict: null,
  };
  return pendingOf(command, goesAtOnce);
}

export const pendingOf = (command: Command, goesAtOnce = false): Pending => ({
  ...command,
  goesAtOnce,
  isSending: false,
  hasFailed: command.wasTried,
  failures: 0,
  theirs: null,
});

export function keptOf(one: Pending): Command {
  const { id, order, page, entity, itemId, change, wasTried, goesAtOnce, sentVersion, verdict } = one;
  return { id, order, page, entity, itemId, change, wasTried: wasTried || goesAtOnce, sentVersion, verdict };
}

/** The one reducer: what the item is after the change; null when it is gone. */
export function apply(item: Item | null, itemId: string, change: Change): Item | null {
  switch (change.kind) {
    case "create": {
      const { fields, at } = change;
      const made = { ...fields, id: itemId, user_id: "", created_at: at, updated_at: at, version: 0, deleted_at: null };
      return made;
    }
    case "restore":
      return { ...change.item, id: itemId, deleted_at: null };
    case "edit":
      return item && { ...item, ...change.fields, ...change.shows };
    case "delete":
    case "erase":
      return null;
  }
}
