/** What can be done with one list: in its menu, and in the palette while it is shown. */
"use client";

import { type ReactElement, type RefObject, useState } from "react";
import type { IconName } from "@/components/ui/icon";
import type { Command } from "@/lib/commands/registry";
import type { List } from "@/lib/domain/list";
import { ListDialog } from "./list-dialog";
import { useListCommands } from "./use-list-commands";

export type WithIcon = Command & { icon: IconName; danger?: boolean };

/** `dialog` is to be drawn beside them. */
export function useListMenu(
  list: List,
  returnsTo?: RefObject<HTMLElement | null>,
): { commands: WithIcon[]; dialog: ReactElement | null } {
  const { canMove, ...does } = useListCommands();
  const [isEditing, setEditing] = useState(false);
  const move = (id: string, title: string, icon: IconName, by: number): WithIcon => ({
    id,
    title,
    icon,
    when: () => canMove(list, by),
    run: () => does.move(list, by),
  });
  const commands: WithIcon[] = [
    { id: "list-edit", title: "Edit", icon: "pencil", run: () => setEditing(true) },
    ...(list.archived
      ? []
      : [move("list-up", "Move up", "arrow-up", -1), move("list-down", "Move down", "arrow-down", 1)]),
    {
      id: "list-archive",
      title: list.archived ? "Take out of the archive" : "Archive",
      icon: list.archived ? "archive-restore" : "archive",
      run: () => does.archive(list, !list.archived),
    },
    {
      id: "list-delete",
      title: "Delete with its tasks",
      icon: "trash-2",
      danger: true,
      run: () => does.remove(list),
    },
  ];
  const close = () => {
    setEditing(false);
    returnsTo?.current?.focus();
  };
  const dialog = isEditing ? (
    <ListDialog list={list} onSave={(fields) => does.edit(list, fields)} onClose={close} />
  ) : null;
  return { commands, dialog };
}
