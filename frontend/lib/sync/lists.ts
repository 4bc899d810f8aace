/** The person's lists as the page sees them, and what can be done to them. */
"use client";

import { useMemo } from "react";
import { newId } from "../api/ids";
import {
  type Arranged,
  arrange,
  type List,
  type ListFacts,
  type ListFields,
  listFactsOf,
  listFields,
} from "../domain/list";
import { differencesIn } from "../domain/merge";
import { endOf } from "../domain/position";
import { isEmpty } from "../domain/task";
import type { About } from "./command";
import type { Sync } from "./sync";
import { useSync, useView } from "./tasks";

export type { List, ListFields } from "../domain/list";

/** What the engine calls a list. */
const LIST = "list";
export const aboutList = (itemId: string): About => ({ entity: LIST, itemId });

const arranged = new WeakMap<readonly List[], Arranged>();

/** Once for all who ask. */
function arrangedOf(lists: readonly List[]): Arranged {
  const known = arranged.get(lists) ?? arrange(lists);
  arranged.set(lists, known);
  return known;
}

/** In their order, archived ones apart; undefined until anything is known. They change only with a list. */
export function useLists(): Arranged | undefined {
  return useView(({ shown }) => shown && arrangedOf(shown.list));
}

/** They change only with a list. */
export function useListFacts(): ListFacts {
  const all = useView(({ shown }) => shown?.list);
  return useMemo(() => listFactsOf(all), [all]);
}

/** Every change shows at once, also without a connection. */
export function useListActions() {
  const sync = useSync();
  return useMemo(() => listActions(sync), [sync]);
}

export function listActions(sync: Sync) {
  const edit = (seen: List, wanted: Partial<ListFields>) => {
    const fields = differencesIn(listFields, seen, wanted);
    if (!isEmpty(fields)) sync.add(LIST, seen.id, { kind: "edit", fields, seen });
  };
  return {
    /** Returns its id at once: tasks may be put into it. Without a position it is the last one. */
    addList(given: Pick<ListFields, "name"> & Partial<ListFields>, id = newId()): string {
      const at = new Date().toISOString();
      const position = endOf(sync.state.outbox.items(LIST) as List[], at);
      const fields: ListFields = { color: null, archived: false, position, ...given };
      sync.add(LIST, id, { kind: "create", fields, at });
      return id;
    },
    /** Name, color, place, and whether it is archived. */
    editList: edit,
    /** With its tasks, into the trash. */
    deleteList: (seen: List) => sync.add(LIST, seen.id, { kind: "delete", seen }),
    /** Deletes for good what is in the trash, without the tasks that were deleted with it. */
    eraseLists: (lists: readonly List[]) =>
      sync.addAll(
        LIST,
        lists.map((seen) => [seen.id, { kind: "erase", seen }]),
      ),
    /** With the tasks that were deleted with it. */
    restoreList: (list: List) => sync.add(LIST, list.id, { kind: "restore", item: list }),
  };
}
