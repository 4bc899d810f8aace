/** What completes in a field, which is fetched with the first word that may. */
"use client";

import { type ComponentType, lazy, Suspense } from "react";
import type { CompletionsProps } from "./completions";

const Completions = lazy<ComponentType<CompletionsProps>>(() =>
  import("./completions").catch(() => ({ default: () => null })),
);

export function Completing(props: CompletionsProps) {
  return (
    <Suspense>
      <Completions {...props} />
    </Suspense>
  );
}
