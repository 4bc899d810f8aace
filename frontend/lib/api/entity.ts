/** The requests by which the engine writes one kind of item. Each is safe to repeat; all raise `ApiError`. */

import type { Item } from "../domain/item";
import { ApiError } from "./errors";

/** What one command does. `version` is the one that the item must still have. */
export type Operation = { id: string } & (
  | { op: "create"; fields: object }
  | { op: "update"; fields: object; version: number }
  | { op: "delete" | "erase"; version: number }
  | { op: "restore" }
);

export interface EntityApi {
  /** At an id of our own: 412 where an earlier try has made it. */
  create(id: string, fields: object): Promise<Item>;
  /** A create of the app's first version, which let the API choose the id. */
  createUnderKey(key: string, fields: object): Promise<Item>;
  read(id: string): Promise<Item>;
  edit(id: string, fields: object, version: number): Promise<Item>;
  /** Into the trash. */
  remove(id: string, version: number): Promise<void>;
  /** For good, out of the trash. */
  erase(id: string, version: number): Promise<void>;
  /** Out of the trash. */
  restore(id: string, key: string): Promise<Item>;
  /** What it was after each of its changes, newest first. */
  history(id: string): Promise<(Item | null)[]>;
  /** Whether somebody has done meanwhile what a change `sends`. */
  isDone?(seen: Item, now: Item): boolean;
  /** Whether it still is what a change was about that is sent as these fields. */
  isStill?(seen: Item, now: Item, sent: object): boolean;
  /** The fields that the API may come to otherwise than was shown, where a change `sends`. */
  readonly computes?: readonly string[];
  /** Absent where the API has none. All or none, in order; the items as they are afterwards, and null for those that were erased. */
  batch?(operations: readonly Operation[]): Promise<(Item | null)[]>;
}

/** What the API is asked to write. It gives a place to what has none. */
export function sentFields(fields: object): object {
  const { position, ...rest } = fields as { position?: string };
  return position ? fields : rest;
}

export const notOurs = () => new ApiError("The server has answered something else", 0);

/** An answer about one item is the item, bare or under `data`. */
export function itemIn<One extends Item>(answer: One | { data: One } | null): One {
  const item = answer && "data" in answer ? answer.data : answer;
  if (typeof item?.id === "string" && typeof item.version === "number") return item;
  throw notOurs();
}
