/** The person's lists as the page sees them, and what can be done to them. */
"use client";

import { useMemo, useSyncExternalStore } from "react";
import { newId } from "../api/ids";
import { arrange, type List, type ListFields, listFields } from "../domain/list";
import { differencesIn } from "../domain/merge";
import { isEmpty } from "../domain/task";
import type * as command from "./command";
import { NOTHING } from "./state";
import type { Sync } from "./sync";
import { useSync } from "./tasks";

export type { List, ListFields } from "../domain/list";
/** A change of a list that has met one of somebody else. */
export type ListConflict = command.Conflict<List, ListFields>;

/** What the engine calls a list. */
const LIST = "list";

/**
 * In their order, archived ones apart, each with how many tasks in it are open; undefined until anything is known.
 * @public
 */
export function useLists() {
  const sync = useSync();
  const { shown, conflicts } = useSyncExternalStore(sync.subscribe, sync.get, () => NOTHING);
  const arranged = useMemo(() => shown && arrange(shown.list, shown.task), [shown]);
  const own = useMemo(() => conflicts.filter(({ entity }) => entity === LIST) as ListConflict[], [conflicts]);
  return { arranged, conflicts: own };
}

/**
 * Every change shows at once, also without a connection.
 * @public
 */
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
      const fields: ListFields = { color: null, archived: false, position: "", ...given };
      sync.add(LIST, id, { kind: "create", fields, at: new Date().toISOString() });
      return id;
    },
    /** Name, color, place, and whether it is archived. */
    editList: edit,
    /** With its tasks, into the trash. */
    deleteList: (seen: List) => sync.add(LIST, seen.id, { kind: "delete", seen }),
    /** With the tasks that were deleted with it. */
    restoreList: (list: List) => sync.add(LIST, list.id, { kind: "restore", item: list }),
    resolve: (conflict: ListConflict, keepsMine: boolean) => sync.choose(conflict, keepsMine),
  };
}
