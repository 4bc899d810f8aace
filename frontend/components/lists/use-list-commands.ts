/** What a person does to lists, together with what is said about it. */
"use client";

import { useMemo } from "react";
import { useAnnounce, useToast } from "@/components/ui/toast";
import { useUndo } from "@/components/undo/undo";
import { newId } from "@/lib/api/ids";
import type { List } from "@/lib/domain/list";
import { between, placeOf } from "@/lib/domain/position";
import { aboutList, useListActions, useLists } from "@/lib/sync/lists";
import { useSteady } from "@/lib/use-steady";
import { home } from "@/views";
import { listHref } from "@/views/address";
import { goTo } from "@/views/go-to";

import type { NamedList } from "./list-dialog";

const placeAt = (list: List | undefined) => (list ? placeOf(list) : null);

export function useListCommands() {
  const actions = useListActions();
  const announce = useAnnounce();
  const toast = useToast();
  const { record } = useUndo();
  const lists = useLists()?.lists;

  /** Whether there are so many places above it, or below. */
  const canMove = useSteady((list: List, by: number): boolean => {
    const at = lists?.findIndex(({ id }) => id === list.id) ?? -1;
    return at >= 0 && lists?.[at + by] !== undefined;
  });
  /** So many places up, or down. */
  const move = useSteady((list: List, by: number) => {
    if (!lists || by === 0 || !canMove(list, by)) return;
    const others = lists.filter(({ id }) => id !== list.id);
    const at = lists.findIndex(({ id }) => id === list.id) + by;
    const position = between(placeAt(others[at - 1]), placeAt(others[at]));
    record(`Moved: ${list.name}`, [aboutList(list.id)], () => actions.editList(list, { position }));
    announce(`${list.name}: ${at + 1} of ${lists.length}`);
  });

  return useMemo(
    () => ({
      /** Makes it, and goes there. */
      add(fields: NamedList) {
        const id = newId();
        record(`Added: ${fields.name}`, [aboutList(id)], () => actions.addList(fields, id));
        goTo(listHref(id));
      },
      edit(list: List, fields: NamedList) {
        const message = `Saved: ${fields.name}`;
        record(message, [aboutList(list.id)], () => actions.editList(list, fields));
        announce(message);
      },
      canMove,
      move,
      archive(list: List, archived: boolean) {
        const message = `${archived ? "Archived" : "Out of the archive"}: ${list.name}`;
        toast({ message, ...record(message, [aboutList(list.id)], () => actions.editList(list, { archived })) });
      },
      remove(list: List) {
        const message = `Deleted, with its tasks: ${list.name}`;
        const offer = record(message, [aboutList(list.id)], () => actions.deleteList(list));
        if (new URLSearchParams(window.location.search).get("id") === list.id) goTo(home.path);
        toast({ message, ...offer, seconds: 10 });
      },
    }),
    [actions, announce, toast, record, canMove, move],
  );
}
