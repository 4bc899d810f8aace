/** Undo and redo of one's last commands, by key, in the palette and in toasts: one stack for all of them. */
"use client";

import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from "react";
import { useAnnounce, useRetract, useToast } from "@/components/ui/toast";
import { newId } from "@/lib/api/ids";
import { whenOver } from "@/lib/auth/leave";
import type { Command } from "@/lib/commands/registry";
import { isMac } from "@/lib/commands/shortcuts";
import { type Group, observe, type Step } from "@/lib/commands/step";
import type { UndoStack } from "@/lib/commands/undo";
import { useRegistry } from "@/lib/commands/use-commands";
import type { About } from "@/lib/sync/command";
import { useSync } from "@/lib/sync/tasks";

type Way = "undo" | "redo";
/** Hears what has been taken back, or done again. */
type Listener = (done: readonly Step[]) => void;

const ways = {
  undo: { label: "Undo", side: "done", back: "redo" },
  redo: { label: "Redo", side: "undone", back: "undo" },
} as const;

type Undo = ReturnType<typeof useMakeUndo>;

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
  const undo = useMakeUndo();
  const registry = useRegistry();
  useEffect(() => registry.add(undo.commands), [registry, undo]);
  // Nothing of one person may be undone by the next.
  useEffect(() => whenOver(() => undo.forget()), [undo]);
  return <UndoContext value={undo}>{children}</UndoContext>;
}

function useMakeUndo() {
  const sync = useSync();
  const toast = useToast();
  const announce = useAnnounce();
  const retract = useRetract();
  const [undo] = useState(() => {
    const listeners = new Set<Listener>();
    let stack: UndoStack | undefined;
    /** What was done before the stack was there. */
    let early: Group[] = [];
    const load = async () => {
      const { stackFor, sayOutcome } = await import("./stack");
      stack ??= stackFor(sync);
      for (const group of early) stack.note(group);
      early = [];
      return { stack, sayOutcome };
    };
    const note = (group: Group) => {
      if (stack) stack.note(group);
      else early.push(group);
      retractOld();
      void load().catch(() => {});
    };
    const retractOld = () => retract(({ isOver }) => isOver?.() ?? false);
    /** The toast about a group goes as soon as that is turned in another way. */
    const offer = (way: Way, id: string) => ({
      action: { label: ways[way].label, run: () => void turn(way, id).catch(() => {}) },
      isOver: () => stack?.has(ways[way].side, id) === false,
    });
    const turn = async (way: Way, id?: string) => {
      const { stack, sayOutcome } = await load();
      const outcome = stack[way](id);
      if (!outcome) return announce(`Nothing to ${way}.`);
      retractOld();
      const message = sayOutcome(way, outcome);
      toast(outcome.done.length > 0 ? { message, ...offer(ways[way].back, outcome.id), givesWay: true } : { message });
      for (const hear of listeners) hear(outcome.done);
    };
    const commandOf = (way: Way, keys: readonly string[]): Command => {
      const { label, side } = ways[way];
      const top = stack?.top(side);
      return {
        id: way,
        title: top ? `${label}: ${top.title}` : label,
        keys,
        isForEmptyFields: true,
        // Where there is nothing, the key must not reach what the browser would undo in some field elsewhere.
        isForKeysAlone: !top,
        run: () => void turn(way).catch(() => {}),
      };
    };
    return {
      /** What `run` does to these items can be taken back; returns what a toast about it offers. */
      record(title: string, about: readonly About[], run: () => void, sitting?: string) {
        const id = newId();
        const steps = observe(({ entity, itemId }) => sync.state.outbox.shown(entity, itemId), about, run);
        note({ id, title, steps, sitting });
        return offer("undo", id);
      },
      /** Nothing brings back what is deleted for good. Without `isGone`, all. */
      forget(isGone?: (about: About) => boolean) {
        early = [];
        stack?.forget(isGone);
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
  });
  return undo;
}
