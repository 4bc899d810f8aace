/** What can be done on every page, and the two places that offer it: the user's menu, and the palette. */
"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { Command } from "@/lib/commands/registry";
import { useCommands, useRegistry } from "@/lib/commands/use-commands";
import { useSync } from "@/lib/sync/tasks";
import { SignOutDialog } from "./account/sign-out-dialog";
import { useExportCommands } from "./account/use-export";
import { useSignOut } from "./account/use-sign-out";
import { useThemeCommands } from "./account/use-themes";
import { HereCommands } from "./here-commands";
import { PaletteDialog } from "./palette/palette-dialog";
import { UnsyncedCommands } from "./unsynced-commands";
import { UserMenuContent } from "./user-menu-content";

type EverywhereProps = {
  hasMenu: boolean;
  /** How often the palette was asked for. */
  asked: number;
};

export default function Everywhere({ hasMenu, asked }: EverywhereProps) {
  const registry = useRegistry();
  const sync = useSync();
  const signOut = useSignOut();
  const button = useRef<HTMLButtonElement>(null);
  const [isLeaving, setLeaving] = useState(false);
  /** What could be done where the palette was asked for; in the palette no row has the focus. */
  const [possible, setPossible] = useState<readonly Command[]>();
  const signingOut: Command = {
    id: "sign-out",
    title: "Sign out",
    run: () => (sync.get().pending.length > 0 ? setLeaving(true) : void signOut()),
  };
  useCommands([...useThemeCommands(), ...useExportCommands().commands, signingOut]);
  // After what is above and below has said what can be done.
  const open = useEffectEvent(() => setPossible(registry.possible()));
  useEffect(() => {
    if (asked > 0) open();
  }, [asked]);
  return (
    <>
      <HereCommands />
      <UnsyncedCommands />
      {hasMenu && <UserMenuContent ref={button} signOut={signingOut} />}
      {possible && <PaletteDialog commands={possible} onClose={() => setPossible(undefined)} />}
      {isLeaving && <SignOutDialog onClose={() => setLeaving(false)} returnsTo={button} />}
    </>
  );
}
