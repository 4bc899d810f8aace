/** What is said where no task is to be seen. */
"use client";

import { type ComponentType, lazy, Suspense } from "react";
import { Notice, Refused } from "@/components/list-states";
import type { EmptyProps } from "@/views/view";
import type { NothingFoundProps } from "./nothing-found";

const NothingFound = lazy<ComponentType<NothingFoundProps>>(() =>
  import("./nothing-found").catch(() => ({ default: () => <Notice icon="list-todo" title="No task matches" /> })),
);

export function OutOfReach() {
  return (
    <Notice icon="cloud-off" title="Your tasks are out of reach just now">
      They appear here as soon as the server answers. What you add meanwhile is saved then.
    </Notice>
  );
}

/** In the place of a task that would open. */
export function PaneOutOfReach({
  editing,
  onClose,
}: {
  editing: { seen: { id: string } };
  onClose: (taskId: string) => void;
}) {
  return (
    <div className="fixed inset-y-0 right-0 z-40 w-full border-l border-line bg-surface sm:w-104">
      <Refused detail="Tasks cannot be opened just now" action="Close" onAct={() => onClose(editing.seen.id)} />
    </div>
  );
}

export function Empty({ place, onClearSearch, ...facts }: EmptyProps & NothingFoundProps) {
  const { view, query } = place;
  if (facts.tasks.length === 0)
    return (
      <Notice icon="list-todo" title="Nothing to do yet">
        Type your first task above and press Enter.
      </Notice>
    );
  if (query.trim())
    return (
      <Suspense>
        <NothingFound place={place} onClearSearch={onClearSearch} />
      </Suspense>
    );
  return <view.Empty {...facts} />;
}
