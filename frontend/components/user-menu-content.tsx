/** What the person who is signed in may do about it: account, trash, theme, sign out. */
"use client";

import { LogOut, Settings, Trash2 } from "lucide-react";
import Link from "next/link";
import { useTheme } from "next-themes";
import { useSignOut } from "@/lib/auth/sign-out";
import { Menu, MenuItem, MenuLink, MenuRadioGroup, MenuRadioItem, MenuSeparator } from "./ui/menu";
import { type User, UserButton } from "./user-button";

export default function UserMenuContent({ user }: { user: User }) {
  const { theme, setTheme } = useTheme();
  const signOut = useSignOut();
  return (
    <Menu defaultOpen trigger={<UserButton user={user} />}>
      <div className="max-w-64 px-2.5 py-1.5 text-sm">
        <div dir="auto" className="truncate font-medium">
          {user.name}
        </div>
        <div className="truncate text-muted">{user.email}</div>
      </div>
      <MenuSeparator />
      <MenuLink>
        <Link href="/account">
          <Settings aria-hidden className="size-4 text-muted" />
          Account
        </Link>
      </MenuLink>
      <MenuLink>
        <Link href="/trash">
          <Trash2 aria-hidden className="size-4 text-muted" />
          Trash
        </Link>
      </MenuLink>
      <MenuSeparator />
      <MenuRadioGroup label="Theme" value={theme ?? "system"} onValueChange={setTheme}>
        <MenuRadioItem value="system">System</MenuRadioItem>
        <MenuRadioItem value="light">Light</MenuRadioItem>
        <MenuRadioItem value="dark">Dark</MenuRadioItem>
      </MenuRadioGroup>
      <MenuSeparator />
      <MenuItem onSelect={signOut} icon={<LogOut className="size-4" />}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
