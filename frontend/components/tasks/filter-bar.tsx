/** What narrows the list down: filters, search, order. */
"use client";

import { Search, X } from "lucide-react";
import type { KeyboardEvent, MouseEvent, Ref } from "react";
import { inputClass } from "@/components/ui/field";
import { cx } from "@/lib/cx";
import { isEscapeFromComposing, keyOf } from "@/lib/keys";
import type { View } from "@/lib/tasks/use-view";
import { type Filter, filters, type Sort, sorts } from "@/lib/tasks/view";

export const filterNames: Record<Filter, string> = {
  all: "All",
  active: "Active",
  completed: "Completed",
  today: "Today",
  overdue: "Overdue",
};

const sortNames: Record<Sort, string> = {
  newest: "Newest first",
  oldest: "Oldest first",
  due: "Due date",
  priority: "Priority",
  updated: "Last changed",
  title: "Title",
};

type FilterBarProps = {
  view: View;
  counts: Record<Filter, number> | undefined;
  searchRef: Ref<HTMLInputElement>;
  onClearSearch: () => void;
  onLeave: () => void;
};

export function FilterBar({ view, counts, ...search }: FilterBarProps) {
  return (
    <div className="grid gap-3 print:hidden">
      <nav aria-label="Filters">
        <ul className="flex flex-wrap gap-1">
          {filters.map((filter) => (
            <li key={filter}>
              <FilterLink filter={filter} view={view} count={counts?.[filter]} />
            </li>
          ))}
        </ul>
      </nav>
      <div className="flex flex-wrap gap-2">
        <SearchBox view={view} {...search} />
        <div className="max-w-full flex-[0_1_10rem]">
          <select
            aria-label="Sort"
            value={view.sort}
            onChange={(event) => view.setSort(event.target.value as Sort)}
            className={cx(inputClass, "cursor-pointer pr-2")}
          >
            {sorts.map((sort) => (
              <option key={sort} value={sort}>
                {sortNames[sort]}
              </option>
            ))}
          </select>
        </div>
      </div>
    </div>
  );
}

type FilterLinkProps = { filter: Filter; view: View; count: number | undefined };

function FilterLink({ filter, view, count }: FilterLinkProps) {
  const isCurrent = view.filter === filter;
  const go = (event: MouseEvent) => {
    // Another tab or window is the browser's business.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (!isCurrent) view.setFilter(filter);
  };
  return (
    <a
      href={view.hrefOfFilter(filter)}
      aria-current={isCurrent ? "page" : undefined}
      aria-describedby={`count-${filter}`}
      onClick={go}
      className={cx(
        "flex min-h-9 items-center gap-1.5 rounded-full pr-2 pl-3 text-sm font-medium transition-colors pointer-coarse:min-h-11",
        isCurrent
          ? "bg-accent-soft text-accent forced-colors:bg-[Highlight] forced-colors:text-[HighlightText] forced-colors:forced-color-adjust-none"
          : "text-muted hover:bg-hover hover:text-ink",
      )}
    >
      <span>{filterNames[filter]}</span>
      <span id={`count-${filter}`} aria-hidden className="min-w-[2ch] text-xs tabular-nums">
        {count?.toLocaleString()}
      </span>
    </a>
  );
}

type SearchBoxProps = Omit<FilterBarProps, "counts">;

function SearchBox({ view, searchRef, onClearSearch, onLeave }: SearchBoxProps) {
  const press = (event: KeyboardEvent) => {
    if (isEscapeFromComposing(event)) event.preventDefault();
    if (keyOf(event) !== "Escape") return;
    event.preventDefault();
    if (view.query) onClearSearch();
    else onLeave();
  };
  return (
    <search className="relative min-w-0 flex-[1_1_9rem]">
      <Search
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
        value={view.query}
        onChange={(event) => view.setQuery(event.target.value)}
        onKeyDown={press}
        className={cx(inputClass, "px-10 [&::-webkit-search-cancel-button]:hidden")}
      />
      {view.query && (
        <button
          type="button"
          aria-label="Clear search"
          onClick={onClearSearch}
          className="absolute inset-y-0 right-0 flex w-11 cursor-pointer items-center justify-center rounded-control text-muted hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </search>
  );
}
