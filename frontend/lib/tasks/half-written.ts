/** The task that is being written in the add box. It outlives the box, so that a look at another page loses nothing. */
"use client";

import { createContext, useContext, useSyncExternalStore } from "react";
import { blank, type Draft } from "./draft";

export class KeptDraft {
  #draft = blank;
  readonly #watchers = new Set<() => void>();

  get = () => this.#draft;

  set = (draft: Draft) => {
    this.#draft = draft;
    for (const tell of this.#watchers) tell();
  };

  subscribe = (tell: () => void) => {
    this.#watchers.add(tell);
    return () => void this.#watchers.delete(tell);
  };
}

export const KeptDraftContext = createContext<KeptDraft | null>(null);

export function useKeptDraft() {
  const kept = useContext(KeptDraftContext);
  if (!kept) throw new Error("The add box needs a KeptDraftContext above it.");
  const draft = useSyncExternalStore(kept.subscribe, kept.get, () => blank);
  return { draft, setDraft: kept.set, latestDraft: kept.get };
}
