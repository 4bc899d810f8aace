/** What the person who is signed in may do about it: account, trash, theme, sign out. */
"use client";

import { useTheme } from "next-themes";
import { type ReactNode, useRef, useState } from "react";
import { Icon, type IconName } from "@/components/ui/icon";
import { usePerson } from "@/lib/auth/use-person";
import { useSync } from "@/lib/sync/tasks";
import { SignOutDialog } from "./account/sign-out-dialog";
import { useSignOut } from "./account/use-sign-out";
import { CommandItem } from "./command-item";
import { Menu, MenuItem, MenuLink, MenuRadioGroup, MenuRadioItem, MenuSeparator } from "./ui/menu";
import { UserButton } from "./user-button";
import { ViewLink } from "./view-link";

export default function UserMenuContent() {
  const { person } = usePerson();
  const { theme, setTheme } = useTheme();
  const sync = useSync();
  const signOut = useSignOut();
  const button = useRef<HTMLButtonElement>(null);
  const [isAsking, setAsking] = useState(false);
  const askOrSignOut = () => (sync.get().pending.length > 0 ? setAsking(true) : void signOut());
  return (
    <>
      <Menu defaultOpen trigger={<UserButton ref={button} />}>
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
        <CommandItem id="palette" icon="command" />
        <MenuSeparator />
        <MenuRadioGroup label="Theme" value={theme ?? "system"} onValueChange={setTheme}>
          <MenuRadioItem value="system">System</MenuRadioItem>
          <MenuRadioItem value="light">Light</MenuRadioItem>
          <MenuRadioItem value="dark">Dark</MenuRadioItem>
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuItem onSelect={askOrSignOut} icon={<Icon name="log-out" className="size-4" />}>
          Sign out
        </MenuItem>
      </Menu>
      {isAsking && <SignOutDialog onClose={() => setAsking(false)} returnsTo={button} />}
    </>
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
