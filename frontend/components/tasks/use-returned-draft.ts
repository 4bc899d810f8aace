/** A task that the API refuses comes back into the add box, unless something else is being written there. */
"use client";

import { type RefObject, useCallback } from "react";
import { useToast } from "@/components/ui/toast";
import { type Refusal, useRefusals } from "@/lib/sync/tasks";
import { type Draft, isBlank, refusedDraft } from "@/lib/tasks/draft";
import { faultFrom } from "@/lib/tasks/limits";

export function useReturnedDraft(
  draft: Draft,
  setDraft: (draft: Draft) => void,
  input: RefObject<HTMLInputElement | null>,
) {
  const toast = useToast();
  const isBusy = !isBlank(draft);
  useRefusals(
    useCallback(
      (refusal: Refusal) => {
        const { change, detail, isKept } = refusal;
        if (change.kind !== "create" || isKept) return;
        const { fields } = change;
        const bringBack = () => {
          setDraft(refusedDraft(fields, faultFrom(refusal)));
          input.current?.focus();
        };
        if (isBusy) toast({ kind: "error", message: detail, action: { label: "Edit it", run: bringBack } });
        else bringBack();
      },
      [isBusy, setDraft, input, toast],
    ),
  );
}
