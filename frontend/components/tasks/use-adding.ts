/** How a draft leaves the add box and becomes a task. */
"use client";

import { useEffect, useEffectEvent } from "react";
import type { Defaults } from "@/lib/domain/task";
import type { NewTask, TaskFields } from "@/lib/sync/tasks";
import { fieldsIn, withDefaults } from "@/lib/tasks/adding";
import { askedOf, type Draft, isBlank, quickAddOf, toFields } from "@/lib/tasks/draft";
import type { Asked, Found } from "@/lib/tasks/found";
import type { HalfWritten, Leaving } from "@/lib/tasks/half-written";
import { faultIn } from "@/lib/tasks/limits";
import type { Line } from "@/lib/tasks/lines";

export type Adding = {
  draft: Draft;
  latestDraft: () => Draft;
  written: HalfWritten;
  /** What the task gets that its words do not say. */
  defaults: Defaults;
  found: Found | null;
  loadFind: () => Promise<(asked: Asked) => Found | null>;
  /** Resolves when all of them are kept. */
  onAdd: (added: readonly NewTask[]) => Promise<void>;
  /** Whether it was added already; if so, resolves when it is kept. */
  isAdded: (id: string) => Promise<boolean>;
  change: (part: Partial<Draft>) => void;
};

export function useAdding({ draft, latestDraft, written, defaults, found, loadFind, ...box }: Adding) {
  const { onAdd, isAdded, change } = box;

  /** `read`: what their words say, where they have been read already. */
  const add = async (leaving: readonly Leaving[], read?: readonly TaskFields[]) => {
    const find = await loadFind();
    await onAdd(
      leaving.map(({ id, draft, defaults }, place) => ({
        id,
        fields: withDefaults(read?.[place] ?? fieldsIn(draft, find), defaults, draft),
      })),
    );
    written.left(leaving.map(({ id }) => id));
  };

  // Left the box before a reload, and perhaps did not get any further.
  const addLeft = useEffectEvent(async () => {
    const leaving = written.getLeaving();
    const known = await Promise.all(leaving.map(({ id }) => isAdded(id)));
    written.left(leaving.filter((_, place) => known[place]).map(({ id }) => id));
    const rest = leaving.filter((_, place) => !known[place]);
    if (rest.length > 0) await add(rest);
  });
  useEffect(() => void addLeft(), []);

  const submit = async () => {
    if (isBlank(draft)) return;
    const quick = quickAddOf(draft);
    if (faultIn(toFields(draft, quick, found))) {
      const fields = toFields(draft, quick, found ?? (await loadFind())(askedOf(draft, quick)));
      // Somebody has gone on writing.
      if (latestDraft() !== draft) return;
      const fault = faultIn(fields);
      if (fault) return change({ fault });
    }
    // Free at once for the next one; what was written is forgotten when the task is kept.
    await add(written.leave([draft], defaults));
  };

  /** Of lines that were pasted. */
  const addEach = async (lines: readonly Line[], onAdded: () => void) => {
    const find = await loadFind();
    // Somebody has gone on writing.
    if (latestDraft() !== draft) return;
    // The newest comes first in the list.
    const drafts = lines.map((line) => ({ ...draft, ...line })).reverse();
    const read = drafts.map((one) => fieldsIn(one, find));
    const fault = read.map((fields) => faultIn(fields)).findLast((one) => one !== undefined);
    if (fault) return change({ fault });
    const added = add(written.leave(drafts, defaults), read);
    onAdded();
    await added;
  };

  return { submit, addEach };
}
