/** What the API refuses is said; a task that it refuses for good comes back to who has written it, by what was fetched for the writing. */
"use client";

import { useToast } from "@/components/ui/toast";
import { useRegistry } from "@/lib/commands/use-commands";
import { type Refusal, useRefusals, useSync } from "@/lib/sync/tasks";
import { useHalfWritten } from "@/lib/tasks/half-written";
import { useSteady } from "@/lib/use-steady";

export function useRefused(): void {
  const toast = useToast();
  const boxes = { written: useHalfWritten(), sync: useSync(), commands: useRegistry(), toast };
  useRefusals(
    useSteady((refusal: Refusal) => {
      const { change, isKept, detail } = refusal;
      const say = (message: string) => toast({ kind: "error", message });
      if (isForEditor(refusal)) return;
      if (change.kind !== "create" || isKept) return say(detail);
      const { fields } = change;
      import("./add-notes").then(
        ({ giveBack }) => giveBack(boxes, refusal, fields),
        () => say(`${fields.title}: ${detail}`),
      );
    }),
  );
}

/** What was written is refused, and can be put right: the editor speaks for itself. */
export function isForEditor({ change }: Refusal): boolean {
  if (change.kind !== "edit" || change.sends) return false;
  const { completed, list_id, parent_id, position } = change.fields;
  return [completed, list_id, parent_id, position].every((value) => value === undefined);
}
