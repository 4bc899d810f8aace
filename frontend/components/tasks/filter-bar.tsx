/** What narrows the list down: views, search, order. */
"use client";

import { Search, X } from "lucide-react";
import type { KeyboardEvent, MouseEvent, Ref } from "react";
import { inputClass } from "@/components/ui/field";
import { cx } from "@/lib/cx";
import { isEscapeFromComposing, keyOf } from "@/lib/keys";
import { type Sort, sorts } from "@/lib/tasks/sort";
import { taskViews } from "@/views";
import type { Place } from "@/views/use-address";
import type { TaskView } from "@/views/view";

const sortNames: Record<Sort, string> = {
  newest: "Newest first",
  oldest: "Oldest first",
  due: "Due date",
  priority: "Priority",
  updated: "Last changed",
  title: "Title",
};

type FilterBarProps = {
  place: Place;
  /** How many tasks each view has. */
  counts: ReadonlyMap<TaskView, number> | undefined;
  searchRef: Ref<HTMLInputElement>;
  onClearSearch: () => void;
  onLeave: () => void;
};

export function FilterBar({ place, counts, ...search }: FilterBarProps) {
  return (
    <div className="grid gap-3 print:hidden">
      <nav aria-label="Filters">
        <ul className="flex flex-wrap gap-1">
          {taskViews.map((view) => (
            <li key={view.path}>
              <ViewLink view={view} place={place} count={counts?.get(view)} />
            </li>
          ))}
        </ul>
      </nav>
      <div className="flex flex-wrap gap-2">
        <SearchBox place={place} {...search} />
        <div className="max-w-full flex-[0_1_10rem]">
          <select
            aria-label="Sort"
            value={place.sort}
            onChange={(event) => place.setSort(event.target.value as Sort)}
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

type ViewLinkProps = { view: TaskView; place: Place; count: number | undefined };

function ViewLink({ view, place, count }: ViewLinkProps) {
  const isCurrent = place.view === view;
  const countId = `count-${view.path}`;
  const go = (event: MouseEvent) => {
    // Another tab or window is the browser's business.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (!isCurrent) place.setView(view);
  };
  return (
    <a
      href={place.hrefOf(view)}
      aria-current={isCurrent ? "page" : undefined}
      aria-describedby={countId}
      onClick={go}
      className={cx(
        "flex min-h-9 items-center gap-1.5 rounded-full pr-2 pl-3 text-sm font-medium transition-colors pointer-coarse:min-h-11",
        isCurrent
          ? "bg-accent-soft text-accent forced-colors:bg-[Highlight] forced-colors:text-[HighlightText] forced-colors:forced-color-adjust-none"
          : "text-muted hover:bg-hover hover:text-ink",
      )}
    >
      <span>{view.title}</span>
      <span id={countId} aria-hidden className="min-w-[2ch] text-xs tabular-nums">
        {count?.toLocaleString()}
      </span>
    </a>
  );
}

type SearchBoxProps = Omit<FilterBarProps, "counts">;

function SearchBox({ place, searchRef, onClearSearch, onLeave }: SearchBoxProps) {
  const press = (event: KeyboardEvent) => {
    if (isEscapeFromComposing(event)) event.preventDefault();
    if (keyOf(event) !== "Escape") return;
    event.preventDefault();
    if (place.query) onClearSearch();
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
        value={place.query}
        onChange={(event) => place.setQuery(event.target.value)}
        onKeyDown={press}
        className={cx(inputClass, "px-10 [&::-webkit-search-cancel-button]:hidden")}
      />
      {place.query && (
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
