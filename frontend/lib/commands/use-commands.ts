/** The commands of what is on the screen. */
"use client";

import { createContext, useContext, useEffect } from "react";
import { useSteady } from "../use-steady";
import type { Command, Commands } from "./registry";

const CommandsContext = createContext<Commands | null>(null);

export const CommandsProvider = CommandsContext.Provider;

export function useRegistry(): Commands {
  const commands = useContext(CommandsContext);
  if (!commands) throw new Error("Commands need a CommandsProvider above them.");
  return commands;
}

/** These can be done for as long as the component is there. */
export function useCommands(list: readonly Command[]): void {
  const registry = useRegistry();
  // Not `useEffectEvent`: the help asks while it is being drawn.
  const latest = useSteady(() => list);
  useEffect(() => registry.add(latest), [registry, latest]);
}
