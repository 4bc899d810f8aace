/** What is said where a search finds nothing. Fetched then. */
"use client";

import { Notice } from "@/components/list-states";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { sayWhereSearched } from "@/lib/tasks/where-searched";
import { everything } from "@/views";
import type { Place } from "@/views/use-address";
import SearchAll from "./search-all";

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
        {view !== everything && <SearchAll place={place} className={buttonClass("ghost", "sm")} />}
      </div>
    </Notice>
  );
}
