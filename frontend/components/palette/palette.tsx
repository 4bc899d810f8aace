/** The command palette, which is fetched when it is first asked for. */
"use client";

import { lazy, Suspense, useState } from "react";
import { useFetched } from "@/components/ui/use-fetched";
import type { Command } from "@/lib/commands/registry";
import { useCommands, useRegistry } from "@/lib/commands/use-commands";

const load = () => import("./palette-dialog");
const PaletteDialog = lazy(load);

export function Palette() {
  const registry = useRegistry();
  const { isOpen, open, close } = useFetched(load);
  /** What could be done where the palette was asked for; in the palette no row has the focus. */
  const [possible, setPossible] = useState<readonly Command[]>([]);
  const ask = () => {
    setPossible(registry.possible());
    open();
  };
  useCommands([{ id: "palette", title: "Command palette", keys: ["Mod+k"], isForFields: true, run: ask }]);
  return <Suspense>{isOpen && <PaletteDialog commands={possible} onClose={close} />}</Suspense>;
}
