/** Undo and redo of one's last commands, by key, in the palette and in toasts: one stack for all of them. */
"use client";

import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from "react";
import { useAnnounce, useRetract, useToast } from "@/components/ui/toast";
import { afterDrawing } from "@/lib/after-drawing";
import { newId } from "@/lib/api/ids";
import { whenOver } from "@/lib/auth/leave";
import type { Command } from "@/lib/commands/registry";
import { isMac } from "@/lib/commands/shortcuts";
import { type Group, observe, type Step } from "@/lib/commands/step";
import { useRegistry } from "@/lib/commands/use-commands";
import type { About } from "@/lib/sync/command";
import { useSync } from "@/lib/sync/tasks";
import type { Turner, Way } from "./turner";

/** Hears what has been taken back, or done again. */
type Listener = (done: readonly Step[]) => void;

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
    let turner: Turner | undefined;
    /** What was done since `turner` was last asked for. */
    const early: Group[] = [];
    const load = async () => {
      const module = await import("./turner");
      turner ??= new module.Turner(sync, { toast, announce, retract }, (done) => {
        for (const hear of listeners) hear(done);
      });
      turner.note(early.splice(0));
      return turner;
    };
    const turn = (way: Way, id?: string) =>
      void load().then(
        (turner) => turner.turn(way, id),
        () => {},
      );
    const commandOf = (way: Way, label: string, keys: readonly string[]): Command => {
      const title = turner?.titleOf(way);
      // Where there is nothing, the key must not reach what the browser would undo in some field elsewhere.
      return {
        id: way,
        title: title ?? label,
        keys,
        isForEmptyFields: true,
        isForKeysAlone: !title,
        run: () => turn(way),
      };
    };
    return {
      /** What `run` does to these items can be taken back; returns what a toast about it offers. */
      record(title: string, about: readonly About[], run: () => void, sitting?: string) {
        const id = newId();
        const steps = observe(({ entity, itemId }) => sync.state.outbox.shown(entity, itemId), about, run);
        early.push({ id, title, steps, sitting });
        afterDrawing(() => void load().catch(() => {}));
        return {
          action: { label: "Undo", run: () => turn("undo", id) },
          isOver: () => turner?.has("undo", id) === false,
        };
      },
      /** Nothing brings back what is deleted for good. Without `isGone`, all. */
      forget(isGone?: (about: About) => boolean) {
        early.length = 0;
        turner?.forget(isGone);
      },
      commands: () => [
        commandOf("undo", "Undo", ["Mod+z"]),
        // On a Mac that key is the browser's history.
        commandOf("redo", "Redo", isMac() ? ["Mod+Shift+z"] : ["Mod+Shift+z", "Mod+y"]),
      ],
      listen(hear: Listener) {
        listeners.add(hear);
        return () => void listeners.delete(hear);
      },
    };
  });
  return undo;
}
