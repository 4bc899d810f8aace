/** Undo and redo of one's last commands, by key, in the palette and in toasts: one stack for all of them. */
"use client";

import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useMemo, useState } from "react";
import { useAnnounce, useRetract, useToast } from "@/components/ui/toast";
import { whenOver } from "@/lib/auth/leave";
import type { Command } from "@/lib/commands/registry";
import { isMac } from "@/lib/commands/shortcuts";
import { type Step, UndoStack } from "@/lib/commands/undo";
import { useRegistry } from "@/lib/commands/use-commands";
import { useSync } from "@/lib/sync/tasks";
import { undoableItems } from "@/lib/sync/undoable";
import { sayOutcome } from "./say";

type Way = "undo" | "redo";
/** Hears what has been taken back, or done again. */
type Listener = (done: readonly Step[]) => void;

const ways = {
  undo: { label: "Undo", side: "done", back: "redo" },
  redo: { label: "Redo", side: "undone", back: "undo" },
} as const;

type Undo = ReturnType<typeof useStack>;

const UndoContext = createContext<Undo | null>(null);

export function useUndo(): Undo {
  const undo = useContext(UndoContext);
  if (!undo) throw new Error("What can be undone needs an UndoProvider above it.");
  return undo;
}

export function useUndone(hear: Listener): void {
  const { listen } = useUndo();
  const latest = useEffectEvent(hear);
  useEffect(() => listen((done) => latest(done)), [listen]);
}

export function UndoProvider({ children }: { children: ReactNode }) {
  const undo = useStack();
  const registry = useRegistry();
  useEffect(() => registry.add(undo.commands), [registry, undo]);
  // Nothing of one person may be undone by the next.
  useEffect(() => whenOver(() => undo.forget()), [undo]);
  return <UndoContext value={undo}>{children}</UndoContext>;
}

function useStack() {
  const sync = useSync();
  const toast = useToast();
  const announce = useAnnounce();
  const retract = useRetract();
  const [stack] = useState(() => new UndoStack(undoableItems(sync)));
  return useMemo(() => {
    const listeners = new Set<Listener>();
    const retractOld = () => retract(({ isOver }) => isOver?.() ?? false);
    /** The toast about a group goes as soon as that is turned in another way. */
    const offer = (way: Way, id: string) => ({
      action: { label: ways[way].label, run: () => turn(way, id) },
      isOver: () => !stack.has(ways[way].side, id),
    });
    const turn = (way: Way, id?: string) => {
      const outcome = stack[way](id);
      if (!outcome) return announce(`Nothing to ${way}.`);
      retractOld();
      const message = sayOutcome(way, outcome);
      toast(outcome.done.length > 0 ? { message, ...offer(ways[way].back, outcome.id), givesWay: true } : { message });
      for (const hear of listeners) hear(outcome.done);
    };
    const commandOf = (way: Way, keys: readonly string[]): Command => {
      const top = stack.top(ways[way].side);
      const { label } = ways[way];
      // Where there is nothing, the key must not reach what the browser would undo in some field elsewhere.
      return {
        id: way,
        title: top ? `${label}: ${top.title}` : label,
        keys,
        isForEmptyFields: true,
        isForKeysAlone: !top,
        run: () => turn(way),
      };
    };
    return {
      /** What `run` does can be taken back; returns what a toast about it offers. */
      record(...args: Parameters<UndoStack["record"]>) {
        const id = stack.record(...args);
        retractOld();
        return offer("undo", id);
      },
      forget(...args: Parameters<UndoStack["forget"]>) {
        stack.forget(...args);
        retractOld();
      },
      commands: () => [
        commandOf("undo", ["Mod+z"]),
        // On a Mac that key is the browser's history.
        commandOf("redo", isMac() ? ["Mod+Shift+z"] : ["Mod+Shift+z", "Mod+y"]),
      ],
      listen(hear: Listener) {
        listeners.add(hear);
        return () => void listeners.delete(hear);
      },
    };
  }, [stack, toast, announce, retract]);
}
