/** What is said where a search finds nothing. Fetched then. */
"use client";

import { Notice } from "@/components/list-states";
import { Button } from "@/components/ui/button";
import { sayWhereSearched } from "@/lib/tasks/where-searched";
import { everything } from "@/views";
import type { Place } from "@/views/use-address";

export type NothingFoundProps = { place: Place; onClearSearch: () => void };

export default function NothingFound({ place, onClearSearch }: NothingFoundProps) {
  const { view, query } = place;
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
}
