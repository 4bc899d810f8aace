/** What the person who is signed in may do about it: account, trash, theme, sign out. */
"use client";

import type { ReactNode, Ref } from "react";
import { Icon, type IconName } from "@/components/ui/icon";
import { usePerson } from "@/lib/auth/use-person";
import type { Command } from "@/lib/commands/registry";
import { useRegistry } from "@/lib/commands/use-commands";
import { themes, useTheme } from "./account/use-themes";
import { CommandItem } from "./command-item";
import { Menu, MenuLink, MenuRadioGroup, MenuRadioItem, MenuSeparator } from "./ui/menu";
import { UserButton } from "./user-button";
import { ViewLink } from "./view-link";

export function UserMenuContent({ ref, signOut }: { ref: Ref<HTMLButtonElement>; signOut: Command }) {
  const { person } = usePerson();
  const { theme, setTheme } = useTheme();
  const palette = useRegistry().get("palette");
  return (
    <Menu defaultOpen trigger={<UserButton ref={ref} />}>
      <div className="max-w-64 px-2.5 py-1.5 text-sm">
        <div dir="auto" className="truncate font-medium">
          {person?.name}
        </div>
        <div className="truncate text-muted">{person?.email}</div>
      </div>
      <MenuSeparator />
      <PageLink href="/account" icon="settings">
        Account
      </PageLink>
      <PageLink href="/trash" icon="trash-2">
        Trash
      </PageLink>
      <MenuSeparator />
      {palette && <CommandItem command={palette} icon="command" />}
      <MenuSeparator />
      <MenuRadioGroup label="Theme" value={theme} onValueChange={setTheme}>
        {themes.map(({ value, label }) => (
          <MenuRadioItem key={value} value={value}>
            {label}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
      <MenuSeparator />
      <CommandItem command={signOut} icon="log-out" />
    </Menu>
  );
}

type PageLinkProps = { href: string; icon: IconName; children: ReactNode };

function PageLink({ href, icon, children }: PageLinkProps) {
  return (
    <MenuLink>
      <ViewLink href={href}>
        <Icon name={icon} className="size-4 text-muted" />
        <span>{children}</span>
      </ViewLink>
    </MenuLink>
  );
}
