/** The kinds of items that the engine keeps in step. Whoever adds one adds a line to `Things` and one to `entities`. */

import type { Call } from "../api/client";
import type { EntityApi } from "../api/entity";
import type { FieldsOf } from "../domain/fields";
import { type Task, taskFields } from "../domain/task";

/** What a page shows of each kind. */
export type Things = { task: Task };

export type Entity = {
  /** What a person can say about such an item. */
  fields: FieldsOf<object>;
  /** Loads the requests. They are not in the first load of the page. */
  loadApi: (call: Call) => Promise<EntityApi>;
  /** The members of a page of the feed. */
  feed: { items: string; deleted: string };
  /** A first load sends such items in pages, ordered by id; otherwise its first page has all of them. */
  isPaged: boolean;
};

/** By the name that rows and commands carry. */
export type Entities = Readonly<Record<string, Entity>>;

export const entities: Readonly<Record<keyof Things, Entity>> = {
  task: {
    fields: taskFields,
    loadApi: async (call) => (await import("../api/tasks")).createTaskApi(call),
    feed: { items: "data", deleted: "deleted" },
    isPaged: true,
  },
};
