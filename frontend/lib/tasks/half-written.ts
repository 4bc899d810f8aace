/**
 * The tasks that are being written in the add box and in the boxes for subtasks, the one that is being edited, and what was
 * done that this browser has not kept. They outlive the page for as long as the tab is open, so that neither a look at another
 * page nor a reload loses anything, nor a session that ends, nor a phone that puts the tab away.
 */
"use client";

import { createContext, useContext, useMemo, useSyncExternalStore } from "react";
import { newId } from "@/lib/api/ids";
import type { Defaults } from "@/lib/domain/task";
import type { Command } from "@/lib/sync/command";
import type { Task, TaskFields } from "@/lib/sync/tasks";
import { blank, type Draft, isBlank } from "./draft";

/** `seen` is the task as it was when the editing began. */
export type HalfEdited = { seen: Task; fields: TaskFields };
/**
 * A task that has left its box and is not kept as a task yet: its words are still being read, or written to the disk. It
 * has its id already, so that adding it once more after a reload makes no second one.
 */
export type Leaving = { id: string; draft: Draft; defaults: Defaults };

const PREFIX = "todo-written-";

/** A box goes by the task that what is written in it becomes a part of; the add box by none. */
type Box = Defaults["parent_id"];
const ADD_BOX = "";

export class HalfWritten {
  readonly #drafts: Map<string, Draft>;
  #edit: HalfEdited | undefined;
  #leaving: readonly Leaving[];
  #unkept: readonly Command[];
  readonly #watchers = new Set<() => void>();

  constructor(private readonly userId: string) {
    const kept = read(PREFIX + userId);
    // A page of an earlier version has kept that of the add box alone.
    const drafts = Object.entries({ [ADD_BOX]: kept.draft, ...kept.drafts });
    this.#drafts = new Map(drafts.map(([box, draft]) => [box, { ...blank, ...draft }]));
    this.#edit = kept.edit;
    this.#leaving = kept.leaving ?? [];
    this.#unkept = kept.unkept ?? [];
  }

  getLeaving = () => this.#leaving;

  /** The box is free for the next one. */
  leave = (drafts: readonly Draft[], defaults: Defaults): readonly Leaving[] => {
    const leaving = drafts.map((draft) => ({ id: newId(), draft, defaults }));
    this.#leaving = [...this.#leaving, ...leaving];
    this.setDraft(blank, defaults.parent_id);
    return leaving;
  };

  /** They are kept as tasks. */
  left = (ids: readonly string[]) => {
    const left = new Set(ids);
    this.#leaving = this.#leaving.filter(({ id }) => !left.has(id));
    this.#keep();
  };

  getDraft = (box?: Box): Draft => this.#drafts.get(box ?? ADD_BOX) ?? blank;

  setDraft = (draft: Draft, box?: Box) => {
    this.#drafts.set(box ?? ADD_BOX, draft);
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
    const written = [...this.#drafts].filter(([, draft]) => !isBlank(draft));
    const drafts = written.map(([box, draft]) => [box, { ...draft, fault: undefined }]);
    keep(PREFIX + this.userId, {
      drafts: Object.fromEntries(drafts),
      edit: this.#edit,
      leaving: this.#leaving,
      unkept: this.#unkept,
    });
  }
}

type Kept = {
  drafts?: Record<string, Partial<Draft>>;
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
    if (Object.values(kept).some((one) => Object.keys(one ?? {}).length > 0))
      sessionStorage.setItem(key, JSON.stringify(kept));
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

export function useDraft(box: Box) {
  const written = useHalfWritten();
  const own = useMemo(
    () => ({
      setDraft: (draft: Draft) => written.setDraft(draft, box),
      latestDraft: () => written.getDraft(box),
    }),
    [written, box],
  );
  const draft = useSyncExternalStore(written.subscribe, own.latestDraft, () => blank);
  return { draft, ...own, written };
}
