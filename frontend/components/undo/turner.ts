/** What takes groups back and does them again, and says so. Fetched when somebody begins to do anything. */

import type { Toast } from "@/components/ui/toast";
import type { Group, Step } from "@/lib/commands/step";
import { UndoStack } from "@/lib/commands/undo";
import type { About } from "@/lib/sync/command";
import type { Sync } from "@/lib/sync/sync";
import { undoableItems } from "@/lib/sync/undoable";
import { sayOutcome } from "./say";

export type Way = "undo" | "redo";

type Speech = {
  toast: (toast: Toast) => void;
  announce: (message: string) => void;
  retract: (isOver: (toast: Toast) => boolean) => void;
};

const ways = {
  undo: { label: "Undo", side: "done", back: "redo" },
  redo: { label: "Redo", side: "undone", back: "undo" },
} as const;

export class Turner {
  readonly #stack: UndoStack;

  constructor(
    sync: Sync,
    private readonly speech: Speech,
    private readonly tell: (done: readonly Step[]) => void,
  ) {
    this.#stack = new UndoStack(undoableItems(sync));
  }

  has = (way: Way, id: string): boolean => this.#stack.has(ways[way].side, id);

  /** Undefined where there is nothing of that kind. */
  titleOf(way: Way): string | undefined {
    const top = this.#stack.top(ways[way].side);
    return top && `${ways[way].label}: ${top.title}`;
  }

  note(groups: readonly Group[]): void {
    for (const group of groups) this.#stack.note(group);
    this.#retractOld();
  }

  forget(isGone?: (about: About) => boolean): void {
    this.#stack.forget(isGone);
    this.#retractOld();
  }

  turn(way: Way, id?: string): void {
    const outcome = this.#stack[way](id);
    if (!outcome) {
      this.speech.announce(`Nothing to ${way}.`);
      return;
    }
    this.#retractOld();
    const message = sayOutcome(way, outcome);
    const { back } = ways[way];
    const offer = {
      action: { label: ways[back].label, run: () => this.turn(back, outcome.id) },
      isOver: () => !this.has(back, outcome.id),
      givesWay: true,
    };
    this.speech.toast({ message, ...(outcome.done.length > 0 && offer) });
    this.tell(outcome.done);
  }

  /** The toast about a group goes as soon as that is turned in another way. */
  #retractOld(): void {
    this.speech.retract(({ isOver }) => isOver?.() ?? false);
  }
}
