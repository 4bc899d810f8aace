/** How a draft leaves its box and becomes a task. */
"use client";

import type { Defaults } from "@/lib/domain/task";
import type { NewTask, TaskFields } from "@/lib/sync/tasks";
import { fieldsIn, withDefaults } from "@/lib/tasks/adding";
import { askedOf, type Draft, isBlank, quickAddOf, toFields } from "@/lib/tasks/draft";
import type { Asked, Found } from "@/lib/tasks/found";
import type { HalfWritten, Leaving } from "@/lib/tasks/half-written";
import { faultIn } from "@/lib/tasks/limits";
import { continued } from "@/lib/tasks/long-title";

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
  /** Whether a title that is too long goes on in the description by itself: where none is shown, nobody can be asked. */
  goesOn: boolean;
  change: (part: Partial<Draft>) => void;
};

export function useAdding({ draft, latestDraft, written, defaults, found, loadFind, ...box }: Adding) {
  const { onAdd, goesOn, change } = box;

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

  const faultOf = (found: Found | null) => {
    const fields = toFields(draft, quickAddOf(draft), found);
    return faultIn((goesOn && continued(fields)) || fields);
  };

  const submit = async () => {
    if (isBlank(draft)) return;
    if (faultOf(found)) {
      const fault = faultOf(found ?? (await loadFind())(askedOf(draft, quickAddOf(draft))));
      // Somebody has gone on writing.
      if (latestDraft() !== draft) return;
      if (fault) return change({ fault });
    }
    // Free at once for the next one; what was written is forgotten when the task is kept.
    await add(written.leave([draft], defaults));
  };

  return { add, submit };
}
