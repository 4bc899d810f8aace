/** A task that the API refuses for good comes back to who has written it. What brings it back is fetched then. */
"use client";

import { useToast } from "@/components/ui/toast";
import { useRegistry } from "@/lib/commands/use-commands";
import { type Refusal, useRefusals, useSync } from "@/lib/sync/tasks";
import { useHalfWritten } from "@/lib/tasks/half-written";
import { useSteady } from "@/lib/use-steady";

export function useReturned(): void {
  const toast = useToast();
  const boxes = { written: useHalfWritten(), sync: useSync(), commands: useRegistry(), toast };
  useRefusals(
    useSteady((refusal: Refusal) => {
      const { change, isKept, detail } = refusal;
      if (change.kind !== "create" || isKept) return;
      const { fields } = change;
      import("./give-back").then(
        ({ giveBack }) => giveBack(boxes, refusal, fields),
        () => toast({ kind: "error", message: `${fields.title}: ${detail}` }),
      );
    }),
  );
}
