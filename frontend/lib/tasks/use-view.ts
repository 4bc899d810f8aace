/** Filter, search and sort as the address says them. */
"use client";

import { useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { useSteady } from "../use-steady";
import { type Filter, filters, type Sort, sorts, tagQuery } from "./view";

/** Browsers refuse an address that changes with every letter. */
const SETTLE_MS = 200;

const SORT_KEY = "sort";

/** The order that was chosen last in this browser. */
const keptSort = {
  get: (): Sort => sorts.find((one) => one === localStorage.getItem(SORT_KEY)) ?? "newest",
  set: (sort: Sort) => localStorage.setItem(SORT_KEY, sort),
};

type Address = { filter: Filter; query: string; sort: Sort };

export type View = ReturnType<typeof useView>;

export function useView() {
  const params = useSearchParams();
  const address = addressOf(params);
  // What has been asked for shows at once; the address follows.
  const [wanted, setWanted] = useState<Address | null>(null);
  const current = wanted ?? address;
  // The browser's address runs ahead of `address`: what was on its way there must not come back once it was given up.
  const isReached = wanted !== null && hrefOf(wanted) === hrefOf(address) && hrefOf(wanted) === currentHref();

  useEffect(() => {
    // Not what has been asked for meanwhile: effects may run after the next letter.
    if (isReached) setWanted((latest) => (latest === wanted ? null : latest));
  }, [isReached, wanted]);

  useEffect(() => {
    // Offline there is only the page without a filter: the service worker leads there, with what was asked for behind it.
    const { hash, search } = window.location;
    const params = new URLSearchParams(hash.startsWith("#?") ? hash.slice(1) : search);
    const opened = addressOf(params);
    const sort = params.has("sort") ? opened.sort : keptSort.get();
    if (hash.startsWith("#?") || sort !== opened.sort) setWanted({ ...opened, sort });
  }, []);

  useEffect(() => {
    const giveUp = () => setWanted(null);
    window.addEventListener("popstate", giveUp);
    return () => window.removeEventListener("popstate", giveUp);
  }, []);

  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(() => window.history.replaceState(null, "", hrefOf(wanted)), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [wanted]);

  // Back leads to the filter before, but not through every letter of a search.
  const push = (change: Partial<Address>) => {
    const next = { ...current, ...change };
    setWanted(next);
    window.history.pushState(null, "", hrefOf(next));
  };

  const showTag = useSteady((tag: string) => {
    const query = tagQuery(tag);
    if (query !== current.query) push({ query });
  });

  return {
    ...current,
    setFilter: (filter: Filter) => push({ filter }),
    setSort: (sort: Sort) => {
      keptSort.set(sort);
      push({ sort });
    },
    setQuery: (query: string) => setWanted({ ...current, query }),
    showTag,
    showAll: () => push({ filter: "all", query: "" }),
    hrefOfFilter: (filter: Filter) => hrefOf({ ...current, filter }),
  };
}

function addressOf(params: Pick<URLSearchParams, "get">): Address {
  return {
    filter: filters.find((one) => one === params.get("show")) ?? "all",
    query: params.get("q") ?? "",
    sort: sorts.find((one) => one === params.get("sort")) ?? "newest",
  };
}

function hrefOf({ filter, query, sort }: Address): string {
  const params = new URLSearchParams();
  if (filter !== "all") params.set("show", filter);
  if (query) params.set("q", query);
  if (sort !== "newest") params.set("sort", sort);
  return params.size > 0 ? `/?${params}` : "/";
}

function currentHref(): string {
  return window.location.pathname + window.location.search;
}
