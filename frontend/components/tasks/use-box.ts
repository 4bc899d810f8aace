/** A box that tasks are typed into: what is written there, what is understood of it, and what its field and its notes are to show. */
"use client";

import {
  type ChangeEvent,
  type ClipboardEvent,
  type KeyboardEvent,
  type RefObject,
  useId,
  useRef,
  useState,
} from "react";
import { keyOf } from "@/lib/keys";
import { useSync } from "@/lib/sync/tasks";
import { askedOf, type Draft, quickAddOf, toFields, typed, type Understood, understoodOf } from "@/lib/tasks/draft";
import { useDraft } from "@/lib/tasks/half-written";
import type { CompletionsHandle } from "./completions";
import { reachNotes } from "./notes";
import { understandingIds } from "./understanding-ids";
import { type Adding, useAdding } from "./use-adding";
import { useFoundWhen } from "./use-found-when";
import type { Pasted } from "./use-pasted-lines";

type Box = Pick<Adding, "defaults" | "onAdd" | "goesOn"> & {
  input: RefObject<HTMLInputElement | null>;
  /** What they are called that it adds. */
  noun: string;
};

export function useBox({ input, noun, defaults, onAdd, goesOn }: Box) {
  const sync = useSync();
  const { draft, setDraft, latestDraft, written } = useDraft(defaults.parent_id);
  const completions = useRef<CompletionsHandle>(null);
  const id = useId();
  const quick = quickAddOf(draft);
  const { found, reach: reachFinder, loadFind } = useFoundWhen(askedOf(draft, quick));
  const understood = understoodOf(draft, quick, found);
  const change = (part: Partial<Draft>) => setDraft({ ...latestDraft(), ...part });
  const [pasted, setPasted] = useState<Pasted>();
  const box = { draft, latestDraft, written, defaults, loadFind, change };
  const adding = useAdding({ ...box, found, onAdd, goesOn });
  const focus = () => input.current?.focus();

  const takeBack = (one: Understood) => {
    // It is there with the fields under More. Without it the words stay as they are read.
    import("@/lib/tasks/taken-back").then(
      ({ takenBack }) => change(takenBack(latestDraft(), one, quick, found)),
      () => {},
    );
    focus();
  };

  // Where there are no other fields, all of it is about the words.
  const error = draft.fault && (goesOn || draft.fault.field === "title") ? draft.fault.message : undefined;
  return {
    id,
    draft,
    setDraft,
    latestDraft,
    written,
    quick,
    found,
    change,
    ...adding,
    reach: () => {
      // First what Enter waits for.
      reachFinder();
      sync.reach();
      reachNotes();
    },
    /** False: the key is not for what is written. */
    press: (event: KeyboardEvent): boolean => {
      if (completions.current?.press(event)) return true;
      const last = keyOf(event) === "Escape" && understood.at(-1);
      if (!last) return false;
      event.preventDefault();
      takeBack(last);
      return true;
    },
    field: {
      ref: input,
      id,
      dir: "auto",
      autoComplete: "off",
      enterKeyHint: "done",
      value: draft.text,
      "aria-invalid": error ? true : undefined,
      "aria-describedby": error ? `${id}-error` : understandingIds(`${id}-understood`, understood),
      onPaste: ({ currentTarget, clipboardData }: ClipboardEvent<HTMLInputElement>) => {
        const { value, selectionStart, selectionEnd } = currentTarget;
        const text = clipboardData.getData("text/plain");
        setPasted({ whole: value.slice(0, selectionStart ?? 0) + text + value.slice(selectionEnd ?? 0) });
      },
      onChange: (event: ChangeEvent<HTMLInputElement>) => change(typed(draft, event.target.value)),
    } as const,
    notes: {
      id,
      error,
      fields: () => toFields(draft, quick, found),
      understood,
      onTakeBack: takeBack,
      text: draft.text,
      pasted,
      noun,
      box: { ...box, ...adding, focus },
    },
    completing: {
      ref: completions,
      input,
      text: draft.text,
      onText: (text: string) => change(typed(latestDraft(), text)),
    },
  };
}
