/** What can be done with one tag: in its menu, and in the palette while it is shown. */
"use client";

import { type ReactElement, type RefObject, useState } from "react";
import type { WithIcon } from "@/components/lists/use-list-menu";
import { useShownTasks } from "@/lib/sync/tasks";
import { TagDialog } from "./tag-dialog";
import { useTagCommands } from "./use-tag-commands";

type Around = {
  returnsTo?: RefObject<HTMLElement | null>;
  /** Hears what it is called next; null: there is no such tag any more. */
  onLeave?: (name: string | null) => void;
};

/** `dialog` is to be drawn beside them. */
export function useTagMenu(
  tag: string,
  { returnsTo, onLeave = () => {} }: Around = {},
): { commands: WithIcon[]; dialog: ReactElement | null } {
  const tasks = useShownTasks() ?? [];
  const does = useTagCommands(tasks);
  const [isRenaming, setRenaming] = useState(false);
  const remove = () => {
    onLeave(null);
    does.remove(tag);
  };
  const rename = (name: string) => {
    onLeave(name);
    does.rename(tag, name);
  };
  const commands: WithIcon[] = [
    { id: "tag-rename", title: "Rename…", icon: "pencil", run: () => setRenaming(true) },
    { id: "tag-remove", title: "Remove from all tasks", icon: "eraser", run: remove },
  ];
  const dialog = isRenaming ? (
    <TagDialog tag={tag} tasks={tasks} onSave={rename} returnsTo={returnsTo} onClose={() => setRenaming(false)} />
  ) : null;
  return { commands, dialog };
}
