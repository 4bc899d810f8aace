/** An item of a menu for a command, which has its name and its key. */
"use client";

import { Icon, type IconName } from "@/components/ui/icon";
import { MenuItem } from "@/components/ui/menu";
import type { Command } from "@/lib/commands/registry";
import { sayKey } from "@/lib/commands/say-key";

type CommandItemProps = { command: Command; icon: IconName; danger?: boolean };

/** What cannot be done now keeps its place. */
export function CommandItem({ command, icon, danger = false }: CommandItemProps) {
  const [key] = command.keys ?? [];
  const isPossible = command.when?.() ?? true;
  return (
    <MenuItem
      danger={danger}
      disabled={!isPossible}
      onSelect={command.run}
      icon={<Icon name={icon} className="size-4" />}
    >
      <span className="flex flex-wrap justify-between gap-x-4">
        <span>{command.title}</span>
        {key && (
          <span aria-hidden className="text-muted pointer-coarse:hidden">
            {sayKey(key)}
          </span>
        )}
      </span>
    </MenuItem>
  );
}
