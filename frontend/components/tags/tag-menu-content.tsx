/** What can be done with a tag. */
"use client";

import { useEffect, useRef, useState } from "react";
import { Icon } from "@/components/ui/icon";
import { Menu, MenuItem } from "@/components/ui/menu";
import { OptionsButton } from "@/components/ui/options-button";
import { useShownTasks } from "@/lib/sync/tasks";
import { tagHref } from "@/views/address";
import { TagDialog } from "./tag-dialog";
import { useTagCommands } from "./use-tag-commands";

export default function TagMenuContent({ tag }: { tag: string }) {
  const tasks = useShownTasks() ?? [];
  const commands = useTagCommands(tasks);
  const button = useRef<HTMLButtonElement>(null);
  const [isRenaming, setRenaming] = useState(false);
  const leave = useFocusOnNext();
  return (
    <>
      <Menu defaultOpen trigger={<OptionsButton ref={button} name={`#${tag}`} />}>
        <MenuItem icon={<Icon name="pencil" className="size-4" />} onSelect={() => setRenaming(true)}>
          Rename…
        </MenuItem>
        <MenuItem
          icon={<Icon name="eraser" className="size-4" />}
          onSelect={() => {
            leave(null);
            commands.remove(tag);
          }}
        >
          Remove from all tasks
        </MenuItem>
      </Menu>
      {isRenaming && (
        <TagDialog
          tag={tag}
          tasks={tasks}
          onSave={(name) => {
            leave(name);
            commands.rename(tag, name);
          }}
          returnsTo={button}
          onClose={() => setRenaming(false)}
        />
      )}
    </>
  );
}

/** This menu goes with its tag, and the focus to the tag of the new name, or where the person is. */
function useFocusOnNext() {
  const next = useRef<string | null>(undefined);
  useEffect(
    () => () => {
      const name = next.current;
      if (name === undefined) return;
      // After the dialog's own try to give it back.
      setTimeout(() => {
        if (document.activeElement !== document.body) return;
        const links = [...document.querySelectorAll<HTMLElement>(`nav a, [aria-label^="Options of "]`)];
        const isNext = (link: HTMLElement) =>
          name === null
            ? link.ariaCurrent === "page"
            : link.getAttribute("href") === tagHref(name) || link.ariaLabel === `Options of #${name}`;
        links.find((link) => isNext(link) && link.checkVisibility())?.focus();
      });
    },
    [],
  );
  return (name: string | null) => {
    next.current = name;
  };
}
