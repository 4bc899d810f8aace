/** What can be done with a list. */
"use client";

import { useRef, useState } from "react";
import { Archive, ArchiveRestore, ArrowDown, ArrowUp, Pencil, Trash2 } from "@/components/ui/icons";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { OptionsButton } from "@/components/ui/options-button";
import type { List } from "@/lib/domain/list";
import { ListDialog } from "./list-dialog";

import { useListCommands } from "./use-list-commands";

export default function ListMenuContent({ list }: { list: List }) {
  const commands = useListCommands();
  const button = useRef<HTMLButtonElement>(null);
  const [isEditing, setEditing] = useState(false);
  return (
    <>
      <Menu defaultOpen trigger={<OptionsButton ref={button} name={list.name} />}>
        <MenuItem icon={<Pencil className="size-4" />} onSelect={() => setEditing(true)}>
          Edit
        </MenuItem>
        {!list.archived && (
          <>
            <MenuItem icon={<ArrowUp className="size-4" />} onSelect={() => commands.move(list, -1)}>
              Move up
            </MenuItem>
            <MenuItem icon={<ArrowDown className="size-4" />} onSelect={() => commands.move(list, 1)}>
              Move down
            </MenuItem>
          </>
        )}
        <MenuItem
          icon={list.archived ? <ArchiveRestore className="size-4" /> : <Archive className="size-4" />}
          onSelect={() => commands.archive(list, !list.archived)}
        >
          {list.archived ? "Take out of the archive" : "Archive"}
        </MenuItem>
        <MenuSeparator />
        <MenuItem danger icon={<Trash2 className="size-4" />} onSelect={() => commands.remove(list)}>
          Delete with its tasks
        </MenuItem>
      </Menu>
      {isEditing && (
        <ListDialog
          list={list}
          onSave={(fields) => commands.edit(list, fields)}
          onClose={() => {
            setEditing(false);
            button.current?.focus();
          }}
        />
      )}
    </>
  );
}
