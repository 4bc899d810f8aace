/**
 * The task that is being written in the add box, the one that is being edited, and what was done that this browser has not
 * kept. They outlive the page for as long as the tab is open, so that neither a look at another page nor a reload loses
 * anything, nor a session that ends, nor a phone that puts the tab away.
 */
"use client";

import { createContext, useContext, useSyncExternalStore } from "react";
import { newId } from "@/lib/api/ids";
import type { Defaults } from "@/lib/domain/task";
import type { Command } from "@/lib/sync/command";
import type { Task, TaskFields } from "@/lib/sync/tasks";
import { blank, type Draft, isBlank } from "./draft";

/** `seen` is the task as it was when the editing began. */
export type HalfEdited = { seen: Task; fields: TaskFields };
/**
 * A task that has left the add box and is not kept as a task yet: its words are still being read, or written to the disk. It
 * has its id already, so that adding it once more after a reload makes no second one.
 */
export type Leaving = { id: string; draft: Draft; defaults: Defaults };

const PREFIX = "todo-written-";

export class HalfWritten {
  #draft: Draft;
  #edit: HalfEdited | undefined;
  #leaving: readonly Leaving[];
  #unkept: readonly Command[];
  readonly #watchers = new Set<() => void>();

  constructor(private readonly userId: string) {
    const kept = read(PREFIX + userId);
    this.#draft = { ...blank, ...kept.draft };
    this.#edit = kept.edit;
    this.#leaving = kept.leaving ?? [];
    this.#unkept = kept.unkept ?? [];
  }

  getLeaving = () => this.#leaving;

  /** The box is free for the next one. */
  leave = (drafts: readonly Draft[], defaults: Defaults): readonly Leaving[] => {
    const leaving = drafts.map((draft) => ({ id: newId(), draft, defaults }));
    this.#leaving = [...this.#leaving, ...leaving];
    this.setDraft(blank);
    return leaving;
  };

  /** They are kept as tasks. */
  left = (ids: readonly string[]) => {
    const left = new Set(ids);
    this.#leaving = this.#leaving.filter(({ id }) => !left.has(id));
    this.#keep();
  };

  getDraft = () => this.#draft;

  setDraft = (draft: Draft) => {
    this.#draft = draft;
    this.#keep();
    for (const tell of this.#watchers) tell();
  };

  subscribe = (tell: () => void) => {
    this.#watchers.add(tell);
    return () => void this.#watchers.delete(tell);
  };

  getEdit = () => this.#edit;

  setEdit = (edit: HalfEdited | undefined) => {
    this.#edit = edit;
    this.#keep();
  };

  getUnkept = () => this.#unkept;

  setUnkept = (unkept: readonly Command[]) => {
    if (unkept.length + this.#unkept.length === 0) return;
    this.#unkept = unkept;
    this.#keep();
  };

  #keep() {
    const draft = isBlank(this.#draft) ? undefined : { ...this.#draft, fault: undefined };
    const leaving = this.#leaving.length > 0 ? this.#leaving : undefined;
    const unkept = this.#unkept.length > 0 ? this.#unkept : undefined;
    keep(PREFIX + this.userId, { draft, edit: this.#edit, leaving, unkept });
  }
}

type Kept = {
  draft?: Partial<Draft> | undefined;
  edit?: HalfEdited | undefined;
  leaving?: readonly Leaving[] | undefined;
  unkept?: readonly Command[] | undefined;
};

function read(key: string): Kept {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "{}");
  } catch {
    // On the server, or where the browser keeps nothing.
    return {};
  }
}

/** Whoever has signed out may still see the page for a while. */
let isOver = false;

function keep(key: string, kept: Kept) {
  if (isOver) return;
  try {
    if (Object.values(kept).some(Boolean)) sessionStorage.setItem(key, JSON.stringify(kept));
    else sessionStorage.removeItem(key);
  } catch {
    // Then it lives as long as the page.
  }
}

/** Deletes what is half written: everything at sign-out, and what others have written at sign-in and when a session runs out. */
export function forgetHalfWritten(exceptOf?: string) {
  isOver = exceptOf === undefined;
  try {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith(PREFIX) && key !== PREFIX + exceptOf) sessionStorage.removeItem(key);
  } catch {
    // Nothing is kept.
  }
}

export const HalfWrittenContext = createContext<HalfWritten | null>(null);

export function useHalfWritten(): HalfWritten {
  const written = useContext(HalfWrittenContext);
  if (!written) throw new Error("What is written into needs a HalfWrittenContext above it.");
  return written;
}

export function useDraft() {
  const written = useHalfWritten();
  const draft = useSyncExternalStore(written.subscribe, written.getDraft, () => blank);
  return { draft, setDraft: written.setDraft, latestDraft: written.getDraft, written };
}
