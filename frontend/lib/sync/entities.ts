/** The kinds of items that the engine keeps in step. Whoever adds one adds a line to `Things` and one to `entities`. */

import type { Call } from "../api/client";
import type { EntityApi } from "../api/entity";
import type { FieldsOf } from "../domain/fields";
import { type List, listFields } from "../domain/list";
import { type Task, taskFields } from "../domain/task";
import type { Kinds } from "./scheduler";

const LIST_GONE = "List not found";

/** What a page shows of each kind. */
export type Things = { task: Task; list: List };

export type Entity = {
  /** What a person can say about such an item. */
  fields: FieldsOf<object>;
  /** Loads the requests. They are not in the first load of the page. */
  loadApi: (call: Call) => Promise<EntityApi>;
  /** The members of a page of the feed. */
  feed: { items: string; deleted: string };
  /** Whether several commands can go in one request. */
  isBatched: boolean;
  /** Whether a person is asked where two versions contradict each other; otherwise the last one counts. */
  asks: boolean;
  /** The fields that name other items, and the kind of those. */
  links: Readonly<Record<string, string>>;
  /** What is sent instead of fields that the API refuses with that sentence, if anything is. */
  instead?: (fields: object, detail: string) => object | undefined;
  /** A first load sends such items in pages, ordered by id; otherwise its first page has all of them. */
  isPaged: boolean;
};

/** By the name that rows and commands carry. */
export type Entities = Readonly<Record<string, Entity>>;

/** What the scheduler has to know of them. */
export const kindsOf = (entities: Entities): Kinds => ({
  isBatched: (entity) => entities[entity]?.isBatched ?? false,
  namedBy({ entity, change }) {
    if (!("fields" in change)) return [];
    const values = change.fields as Record<string, unknown>;
    return Object.entries(entities[entity]?.links ?? {}).flatMap(([name, kind]) => {
      const id = values[name];
      return typeof id === "string" ? [{ entity: kind, itemId: id }] : [];
    });
  },
});

export const entities: Readonly<Record<keyof Things, Entity>> = {
  task: {
    fields: taskFields,
    loadApi: async (call) => (await import("../api/tasks")).createTaskApi(call),
    feed: { items: "data", deleted: "deleted" },
    isPaged: true,
    isBatched: true,
    asks: true,
    links: { list_id: "list" },
    // Somebody has deleted the list meanwhile. What was written is more than where it was to be.
    instead: (fields, detail) =>
      detail === LIST_GONE && "list_id" in fields ? { ...fields, list_id: null } : undefined,
  },
  list: {
    fields: listFields,
    loadApi: async (call) => (await import("../api/lists")).createListApi(call),
    feed: { items: "lists", deleted: "deleted_lists" },
    isPaged: false,
    isBatched: false,
    asks: false,
    links: {},
  },
};
