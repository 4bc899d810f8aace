/** What is said where no task is to be seen. */
"use client";

import { lazy, type ReactNode, Suspense } from "react";
import { Notice } from "@/components/list-states";
import { Button } from "@/components/ui/button";
import type { Place } from "@/views/use-address";
import type { EmptyProps } from "@/views/view";

// Without a connection it may not be had, and then the heading says enough.
const NoMatch = lazy(() => import("./no-match").catch(() => ({ default: (): ReactNode => null })));

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
      <Notice icon="cloud-off" title="Tasks cannot be opened just now">
        <p>What shows them could not be loaded. Everything else works.</p>
        <Button size="sm" className="mt-4" onClick={() => onClose(editing.seen.id)}>
          Close
        </Button>
      </Notice>
    </div>
  );
}

export function Empty({ place, onClearSearch, ...facts }: EmptyProps & { place: Place; onClearSearch: () => void }) {
  const { view, query } = place;
  if (facts.tasks.length === 0)
    return (
      <Notice icon="list-todo" title="Nothing to do yet">
        Type your first task above and press Enter.
      </Notice>
    );
  if (query.trim())
    return (
      <Notice icon="search-x" title="No task matches">
        <Suspense>
          <NoMatch place={place} onClearSearch={onClearSearch} />
        </Suspense>
      </Notice>
    );
  return <view.Empty {...facts} />;
}
