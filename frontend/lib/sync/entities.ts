/** The kinds of items that the engine keeps in step. Whoever adds one adds a line to `Things` and one to `entities`. */

import type { Call } from "../api/client";
import type { EntityApi } from "../api/entity";
import type { FieldsOf } from "../domain/fields";
import { type List, listFields } from "../domain/list";
import { type Settings, settingsFields } from "../domain/settings";
import { type Task, taskFields } from "../domain/task";

/** What a page shows of each kind. */
export type Things = { list: List; settings: Settings; task: Task };

/** A kind of item that others are in. What is in one is deleted with it. */
export type Container = {
  entity: string;
  /** The field that says in which one. */
  field: string;
  /** What a person is told instead, where the API's sentence would say too little. */
  words: Readonly<Record<string, string>>;
  /** Where an item is that cannot be in one. */
  otherwise: string;
};

export type Entity = {
  /** What a person can say about such an item. */
  fields: FieldsOf<object>;
  /** Loads the requests. They are not in the first load of the page. */
  loadApi: (call: Call) => Promise<EntityApi>;
  /** The members of a page of the feed; or the member with the one item that there always is, which has no id. */
  feed: { items: string; deleted: string } | { only: string };
  /** A first load sends such items in pages, ordered by id; otherwise its first page has all of them. */
  isPaged: boolean;
  /** Whether the API takes many changes in one request. */
  hasBatch: boolean;
  /** Whether a person is asked where two versions contradict each other. Otherwise the last one counts, and what is deleted stays so. */
  asks: boolean;
  /** What such items are in. */
  containers: readonly Container[];
};

/** By the name that rows and commands carry. */
export type Entities = Readonly<Record<string, Entity>>;

export const entities: Readonly<Record<keyof Things, Entity>> = {
  list: {
    fields: listFields,
    loadApi: async (call) => (await import("../api/lists")).createListApi(call),
    feed: { items: "lists", deleted: "deleted_lists" },
    isPaged: false,
    hasBatch: false,
    asks: false,
    containers: [],
  },
  settings: {
    fields: settingsFields,
    loadApi: async (call) => (await import("../api/settings")).createSettingsApi(call),
    feed: { only: "settings" },
    isPaged: false,
    hasBatch: false,
    asks: false,
    containers: [],
  },
  task: {
    fields: taskFields,
    loadApi: async (call) => (await import("../api/tasks")).createTaskApi(call),
    feed: { items: "data", deleted: "deleted" },
    isPaged: true,
    hasBatch: true,
    asks: true,
    containers: [
      {
        entity: "list",
        field: "list_id",
        words: { "List not found": "The list is gone" },
        otherwise: "in the Inbox",
      },
      {
        entity: "task",
        field: "parent_id",
        words: { "Task not found": "The task above it is gone" },
        otherwise: "on the top level",
      },
    ],
  },
};
