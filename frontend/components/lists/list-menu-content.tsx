/** What can be done with a list. */
"use client";

import { useRef, useState } from "react";
import { Icon } from "@/components/ui/icon";
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
        <MenuItem icon={<Icon name="pencil" className="size-4" />} onSelect={() => setEditing(true)}>
          Edit
        </MenuItem>
        {!list.archived && (
          <>
            <MenuItem icon={<Icon name="arrow-up" className="size-4" />} onSelect={() => commands.move(list, -1)}>
              Move up
            </MenuItem>
            <MenuItem icon={<Icon name="arrow-down" className="size-4" />} onSelect={() => commands.move(list, 1)}>
              Move down
            </MenuItem>
          </>
        )}
        <MenuItem
          icon={
            list.archived ? (
              <Icon name="archive-restore" className="size-4" />
            ) : (
              <Icon name="archive" className="size-4" />
            )
          }
          onSelect={() => commands.archive(list, !list.archived)}
        >
          {list.archived ? "Take out of the archive" : "Archive"}
        </MenuItem>
        <MenuSeparator />
        <MenuItem danger icon={<Icon name="trash-2" className="size-4" />} onSelect={() => commands.remove(list)}>
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
