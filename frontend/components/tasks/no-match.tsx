/** What a search has looked for where it has found nothing, and the ways on. */
"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { sayWhereSearched } from "@/lib/tasks/say-search";
import { everything } from "@/views";
import type { Place } from "@/views/use-address";

type NoMatchProps = { place: Place; onClearSearch: () => void };

export default function NoMatch({ place, onClearSearch }: NoMatchProps): ReactNode {
  const { view, query } = place;
  return (
    <>
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
    </>
  );
}
