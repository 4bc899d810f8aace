/** What is said where no task is to be seen. */
"use client";

import { Notice } from "@/components/list-states";
import { Button } from "@/components/ui/button";
import { sayWhereSearched } from "@/lib/tasks/search";
import { everything } from "@/views";
import type { Place } from "@/views/use-address";
import type { EmptyProps } from "@/views/view";

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
        <p>
          <span>Nothing here has “</span>
          <bdi className="wrap-anywhere">{query.trim()}</bdi>
          <span>{`” ${sayWhereSearched(query)}.`}</span>
        </p>
        <div className="mt-4 flex flex-wrap justify-center gap-2">
          <Button size="sm" onClick={onClearSearch}>
            Clear search
          </Button>
          {view !== everything && (
            <Button size="sm" variant="ghost" onClick={() => place.showAll(query)}>
              Search all tasks
            </Button>
          )}
        </div>
      </Notice>
    );
  return <view.Empty {...facts} />;
}
