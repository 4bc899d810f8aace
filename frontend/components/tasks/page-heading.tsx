/** What the view is called, how much is in it, and what can be done with it. */

import { type ComponentType, lazy, type ReactElement, Suspense } from "react";
import { Count } from "@/components/list-states";
import { ListMenu } from "@/components/lists/list-menu";
import { TagMenu } from "@/components/tags/tag-menu";
import type { List } from "@/lib/domain/list";
import { everything } from "@/views";
import type { Place } from "@/views/use-address";
import type { Facts } from "@/views/view";
import type { SearchAllProps } from "./search-all";

// Without a connection it may not be had, if it never was.
const SearchAll = lazy<ComponentType<SearchAllProps>>(() =>
  import("./search-all").catch(() => ({ default: () => null })),
);

type PageHeadingProps = {
  place: Place;
  /** The list that is shown, once it is known. */
  list: List | undefined;
  facts: Facts;
  locale: string;
  /** How many tasks are shown. */
  count: number | undefined;
  isLoading: boolean;
  /** What narrows it down. */
  children: ReactElement;
};

export function PageHeading({ place, list, facts, locale, count, isLoading, children }: PageHeadingProps) {
  const { view, of, query } = place;
  const name = view.param === "name" ? `#${of}` : (list?.name ?? view.title);
  return (
    <>
      <title>{`${name} · Todo`}</title>
      <header className="flex flex-wrap items-center justify-end gap-2 sm:gap-x-4">
        <div className="min-w-28 flex-1">
          <h1 id="list-heading" className="text-2xl font-semibold tracking-tight wrap-anywhere max-sm:line-clamp-3">
            <bdi>{name}</bdi>
          </h1>
          <div className="flex min-h-5 flex-wrap gap-x-3 text-sm text-muted">
            {view.subtitle && facts.today && <span>{view.subtitle(facts, locale)}</span>}
            <Count count={count} isLoading={isLoading} />
            {query.trim() && view !== everything && Boolean(count) && (
              <Suspense>
                <SearchAll place={place} className="link cursor-pointer pointer-coarse:-my-3" />
              </Suspense>
            )}
          </div>
        </div>
        {list && <ListMenu key={list.id} list={list} />}
        {view.param === "name" && <TagMenu key={of} tag={of} />}
        {children}
      </header>
    </>
  );
}
