/** What is understood of a title, shown as soon as there is anything: what draws it is fetched when somebody begins to write. */
"use client";

import { type ComponentType, lazy, Suspense } from "react";
import type { Understood } from "@/lib/tasks/draft";

export type UnderstandingProps = {
  id: string;
  understood: Understood[];
  onTakeBack: (one: Understood) => void;
  /** Is said after it. */
  hint?: string;
};

const load = () => import("./understood-chips");
// Without a connection they may not be had, and then the words stay as they are read.
const UnderstoodChips = lazy<ComponentType<UnderstandingProps>>(() => load().catch(() => ({ default: () => null })));

export const reachUnderstanding = () => void load().catch(() => {});

export function Understanding(props: UnderstandingProps) {
  return (
    <Suspense>
      <UnderstoodChips {...props} />
    </Suspense>
  );
}

/** The ids of its words, for who describes something by them. */
export function understandingIds(id: string, understood: Understood[]): string | undefined {
  return understood.map((_, index) => `${id}-${index}`).join(" ") || undefined;
}
