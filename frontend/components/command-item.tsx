/** An item of a menu for a command of the registry, which has its name and its key. */
"use client";

import { Icon, type IconName } from "@/components/ui/icon";
import { MenuItem } from "@/components/ui/menu";
import { sayKey } from "@/lib/commands/say-key";
import { useRegistry } from "@/lib/commands/use-commands";

export function CommandItem({ id, icon }: { id: string; icon: IconName }) {
  const registry = useRegistry();
  const command = registry.get(id);
  if (!command) return null;
  const [key] = command.keys ?? [];
  return (
    <MenuItem onSelect={() => registry.run(id)} icon={<Icon name={icon} className="size-4" />}>
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
