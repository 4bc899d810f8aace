/** The descriptor of a list of tasks. */

import type { components } from "../api/schema";
import { choice, type FieldsOf, flag, place, text } from "./fields";
import { faultIn } from "./merge";
import { inPlace } from "./position";

export type List = components["schemas"]["ListResponse"];
/** All that a person can say about a list. */
export type ListFields = Pick<List, keyof components["schemas"]["ListCreate"]>;
export type Color = NonNullable<List["color"]>;

/** The API's names, in the order in which they are offered. */
export const colors = [
  "red",
  "orange",
  "yellow",
  "lime",
  "green",
  "teal",
  "cyan",
  "blue",
  "indigo",
  "purple",
  "pink",
  "gray",
] as const satisfies readonly Color[];

/** What may be said in a name is limited as a title is: the API has both from one rule. */
export const listFields: FieldsOf<ListFields> = {
  name: text("Name", 100),
  color: choice<Color>("Color"),
  archived: flag("Archived"),
  position: place("Position"),
};

export const listFaultIn = (fields: Partial<ListFields>) => faultIn<ListFields>(listFields, fields);

type Countable = { list_id: string | null; completed: boolean };

export type Arranged = {
  lists: List[];
  archived: List[];
  byId: ReadonlyMap<string, List>;
};

/** What views ask about the list of a task. */
export type ListFacts = {
  /** Whether there is such a list, in the archive or not. */
  hasList: (id: string) => boolean;
  /** Whether it is in the archive, and so out of sight. */
  isArchived: (id: string | null | undefined) => boolean;
};

export function listFactsOf(lists: readonly List[] = []): ListFacts {
  const archived = new Map<string | null | undefined, boolean>(lists.map((list) => [list.id, list.archived]));
  return { hasList: (id) => archived.has(id), isArchived: (id) => archived.get(id) ?? false };
}

/** The lists in their order, those that are archived apart. */
export function arrange(lists: readonly List[]): Arranged {
  const ordered = lists.toSorted(inPlace);
  return {
    lists: ordered.filter(({ archived }) => !archived),
    archived: ordered.filter(({ archived }) => archived),
    byId: new Map(lists.map((list) => [list.id, list])),
  };
}

/** By the id of a list, how many of the tasks in it are still to be done. */
export function countOpen(tasks: readonly Countable[]): ReadonlyMap<string, number> {
  const open = new Map<string, number>();
  for (const { list_id, completed } of tasks)
    if (list_id && !completed) open.set(list_id, (open.get(list_id) ?? 0) + 1);
  return open;
}
