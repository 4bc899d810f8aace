/** The command palette, which is fetched when it is first asked for. */
"use client";

import { lazy, Suspense, useState } from "react";
import type { Command } from "@/lib/commands/registry";
import { useCommands, useRegistry } from "@/lib/commands/use-commands";

/** Without a connection, the service worker has it. */
const load = () => import("./palette-dialog");
const PaletteDialog = lazy(load);

export function Palette() {
  const registry = useRegistry();
  /** What could be done where the palette was asked for; in the palette no row has the focus. */
  const [possible, setPossible] = useState<Command[] | null>(null);
  const open = () => {
    const commands = registry.possible();
    // What cannot be had does nothing.
    void load().then(
      () => setPossible(commands),
      () => {},
    );
  };
  useCommands([{ id: "palette", title: "Command palette", keys: ["Mod+k"], isForFields: true, run: open }]);
  return <Suspense>{possible && <PaletteDialog commands={possible} onClose={() => setPossible(null)} />}</Suspense>;
}
