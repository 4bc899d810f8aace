/** A task that the API refuses comes back into the add box, unless something else is being written there. */
"use client";

import { type RefObject, useCallback } from "react";
import { useToast } from "@/components/ui/toast";
import { type Refusal, useRefusals } from "@/lib/sync/tasks";
import { type Draft, isBlank, refusedDraft } from "@/lib/tasks/draft";

export function useReturnedDraft(
  draft: Draft,
  setDraft: (draft: Draft) => void,
  input: RefObject<HTMLInputElement | null>,
) {
  const toast = useToast();
  const isBusy = !isBlank(draft);
  useRefusals(
    useCallback(
      ({ change, detail, isKept }: Refusal) => {
        if (change.kind !== "create" || isKept) return;
        const { fields } = change;
        const bringBack = () => {
          setDraft(refusedDraft(fields, detail));
          input.current?.focus();
        };
        if (isBusy) toast({ kind: "error", message: detail, action: { label: "Edit it", run: bringBack } });
        else bringBack();
      },
      [isBusy, setDraft, input, toast],
    ),
  );
}
