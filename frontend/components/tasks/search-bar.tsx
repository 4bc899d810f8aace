/** What narrows a view down, and in which order it comes. */
"use client";

import type { KeyboardEvent, Ref } from "react";
import { Icon } from "@/components/ui/icon";
import { inputClass } from "@/components/ui/input-class";
import { useCommands } from "@/lib/commands/use-commands";
import { cx } from "@/lib/cx";
import { isEscapeFromComposing, keyOf } from "@/lib/keys";
import { type Sort, sorts } from "@/lib/tasks/sort";
import type { Place } from "@/views/use-address";

const sortNames: Record<Sort, string> = {
  position: "My order",
  newest: "Newest first",
  oldest: "Oldest first",
  due: "Due date",
  priority: "Priority",
  updated: "Last changed",
  title: "Title",
};

type SearchBarProps = {
  place: Place;
  searchRef: Ref<HTMLInputElement>;
  onClearSearch: () => void;
  onLeave: () => void;
};

export function SearchBar({ place, ...search }: SearchBarProps) {
  const { view, sort } = place;
  return (
    <div className="flex min-w-0 justify-end gap-1 sm:flex-[0_1_18rem] print:hidden">
      <SearchBox place={place} {...search} />
      {!view.order && <SortChoice sort={sort ?? view.sort ?? "newest"} onSort={place.setSort} />}
    </div>
  );
}

/** The browser's own list of choices, behind a button that takes little room. */
function SortChoice({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  useCommands(
    sorts.map((one) => ({
      id: `sort-${one}`,
      title: `Sort: ${sortNames[one]}`,
      isSought: true,
      when: () => one !== sort,
      run: () => onSort(one),
    })),
  );
  return (
    <div className="relative flex size-11 shrink-0 items-center justify-center rounded-control text-muted transition-colors focus-within:outline-2 focus-within:outline-accent hover:bg-hover hover:text-ink">
      <Icon name="arrow-down-up" className="size-5" />
      <select
        aria-label="Sort"
        title={`Sorted by: ${sortNames[sort]}`}
        value={sort}
        onChange={(event) => onSort(event.target.value as Sort)}
        className="absolute inset-0 cursor-pointer appearance-none bg-surface text-base text-ink opacity-0"
      >
        {sorts.map((one) => (
          <option key={one} value={one}>
            {sortNames[one]}
          </option>
        ))}
      </select>
    </div>
  );
}

function SearchBox({ place, searchRef, onClearSearch, onLeave }: SearchBarProps) {
  const press = (event: KeyboardEvent) => {
    if (isEscapeFromComposing(event)) event.preventDefault();
    if (keyOf(event) !== "Escape") return;
    event.preventDefault();
    if (place.query) onClearSearch();
    else onLeave();
  };
  return (
    <search className="relative w-11 min-w-0 transition-[width] focus-within:w-40 has-[input:not(:placeholder-shown)]:w-40 sm:w-auto! sm:max-w-72 sm:flex-1">
      <Icon
        name="search"
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-3.5 size-4 -translate-y-1/2 text-muted"
      />
      <input
        ref={searchRef}
        type="search"
        aria-label="Search tasks"
        placeholder="Search"
        dir="auto"
        autoComplete="off"
        value={place.query}
        onChange={(event) => place.setQuery(event.target.value)}
        onKeyDown={press}
        className={cx(
          inputClass,
          "border-line pl-10 pr-10 max-sm:not-focus:placeholder-shown:pr-0 max-sm:not-focus:placeholder:text-transparent [&::-webkit-search-cancel-button]:hidden",
        )}
      />
      {place.query && (
        <button
          type="button"
          aria-label="Clear search"
          onClick={onClearSearch}
          className="absolute inset-y-0 right-0 flex w-11 cursor-pointer items-center justify-center rounded-control text-muted hover:text-ink"
        >
          <Icon name="x" className="size-4" />
        </button>
      )}
    </search>
  );
}
