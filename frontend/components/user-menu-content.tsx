/** What the person who is signed in may do about it: account, trash, theme, sign out. */
"use client";

import { LogOut, type LucideIcon, Settings, Trash2 } from "lucide-react";
import Link from "next/link";
import { useTheme } from "next-themes";
import { type ReactNode, useRef, useState } from "react";
import { connection } from "@/lib/api/connection";
import { useSignOut } from "@/lib/auth/sign-out";
import { type OnlinePage, refusalOf } from "@/lib/offline/pages";
import { useSync } from "@/lib/sync/tasks";
import { SignOutDialog } from "./account/sign-out-dialog";
import { Menu, MenuItem, MenuLink, MenuRadioGroup, MenuRadioItem, MenuSeparator } from "./ui/menu";
import { useToast } from "./ui/toast";
import { type User, UserButton } from "./user-button";

export default function UserMenuContent({ user }: { user: User }) {
  const { theme, setTheme } = useTheme();
  const sync = useSync();
  const signOut = useSignOut();
  const button = useRef<HTMLButtonElement>(null);
  const [isAsking, setAsking] = useState(false);
  const askOrSignOut = () => (sync.get().pending.length > 0 ? setAsking(true) : void signOut());
  return (
    <>
      <Menu defaultOpen trigger={<UserButton ref={button} user={user} />}>
        <div className="max-w-64 px-2.5 py-1.5 text-sm">
          <div dir="auto" className="truncate font-medium">
            {user.name}
          </div>
          <div className="truncate text-muted">{user.email}</div>
        </div>
        <MenuSeparator />
        <PageLink href="/account" icon={Settings}>
          Account
        </PageLink>
        <PageLink href="/trash" icon={Trash2}>
          Trash
        </PageLink>
        <MenuSeparator />
        <MenuRadioGroup label="Theme" value={theme ?? "system"} onValueChange={setTheme}>
          <MenuRadioItem value="system">System</MenuRadioItem>
          <MenuRadioItem value="light">Light</MenuRadioItem>
          <MenuRadioItem value="dark">Dark</MenuRadioItem>
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuItem onSelect={askOrSignOut} icon={<LogOut className="size-4" />}>
          Sign out
        </MenuItem>
      </Menu>
      {isAsking && <SignOutDialog onClose={() => setAsking(false)} returnsTo={button} />}
    </>
  );
}

type PageLinkProps = { href: OnlinePage; icon: LucideIcon; children: ReactNode };

/** Pages are not kept for offline: the way would lead back to the task page, and lose what is being written. */
function PageLink({ href, icon: Icon, children }: PageLinkProps) {
  const toast = useToast();
  return (
    <MenuLink>
      <Link
        href={href}
        onNavigate={(navigation) => {
          if (!connection.isOut()) return;
          navigation.preventDefault();
          toast({ message: refusalOf[href] });
        }}
      >
        <Icon aria-hidden className="size-4 text-muted" />
        <span>{children}</span>
      </Link>
    </MenuLink>
  );
}
