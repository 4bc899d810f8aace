/** The person's lists as the page sees them, and what can be done to them. */
"use client";

import { useCallback, useMemo, useSyncExternalStore } from "react";
import { compare } from "../compare";
import { type List, type ListFields, listDifferences } from "../domain/list";
import { atEnd } from "../domain/position";
import { isEmpty } from "../domain/task";
import { useSync } from "./tasks";

/** What the engine calls a list. */
const LIST = "list";

export type Lists = {
  /** In the person's order, without those in the archive. */
  lists: readonly List[];
  archived: readonly List[];
  byId: ReadonlyMap<string, List>;
};

const inOrder = (one: List, other: List) => compare(one.position, other.position) || compare(one.id, other.id);

const sorted = new WeakMap<readonly List[], Lists>();

/** The same for the same lists, whoever asks. */
function listsOf(all: readonly List[]): Lists {
  const known = sorted.get(all);
  if (known) return known;
  const ordered = all.toSorted(inOrder);
  const made = {
    lists: ordered.filter(({ archived }) => !archived),
    archived: ordered.filter(({ archived }) => archived),
    byId: new Map(all.map((list) => [list.id, list])),
  };
  sorted.set(all, made);
  return made;
}

/** Undefined until anything is known. */
export function useLists(): Lists | undefined {
  const sync = useSync();
  const all = useSyncExternalStore(
    sync.subscribe,
    () => sync.get().shown?.list,
    () => undefined,
  );
  return all && listsOf(all);
}

/** Whether there is such a list, in the archive or not. */
export function useHasList(): (id: string) => boolean {
  const lists = useLists();
  return useCallback((id) => lists?.byId.has(id) ?? false, [lists]);
}

/** Every change shows at once, and is sent as soon as it can be. */
export function useListActions() {
  const sync = useSync();
  return useMemo(
    () => ({
      /** At the end of the others, unless a position is given. */
      create(fields: Pick<ListFields, "name"> & Partial<ListFields>, id: string) {
        const created: ListFields = { color: null, archived: false, position: atEnd(), ...fields };
        sync.add(LIST, id, { kind: "create", fields: created, at: new Date().toISOString() });
      },
      /** `seen` is the list as it was before the person's eyes. */
      edit(seen: List, wanted: Partial<ListFields>) {
        const fields = listDifferences(seen, wanted);
        if (!isEmpty(fields)) sync.add(LIST, seen.id, { kind: "edit", fields, seen });
      },
      /** With its tasks, into the trash. */
      remove: (seen: List) => sync.add(LIST, seen.id, { kind: "delete", seen }),
      /** With the tasks that went with it. */
      restore: (list: List) => sync.add(LIST, list.id, { kind: "restore", item: list }),
    }),
    [sync],
  );
}
