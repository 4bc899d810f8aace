/** View, search and order as the address says them. */
"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { type Sort, sorts } from "@/lib/tasks/sort";
import { useHydrated } from "@/lib/use-hydrated";
import { useSteady } from "@/lib/use-steady";
import { everything } from ".";
import { type Address, addressOf, hrefOf, movedTo, tagHref } from "./address";
import { goTo, whenLeaving } from "./go-to";
import type { TaskView } from "./view";

/** Browsers refuse an address that changes with every letter. */
const SETTLE_MS = 200;

const NO_SEARCH = new URLSearchParams();

/** The order that was chosen last in this browser for such a view. */
const keptSort = {
  get: ({ path }: TaskView): Sort | null => sorts.find((one) => one === localStorage.getItem(`sort ${path}`)) ?? null,
  set: ({ path }: TaskView, sort: Sort) => localStorage.setItem(`sort ${path}`, sort),
};

export type Place = ReturnType<typeof useAddress>;

export function useAddress() {
  const path = usePathname();
  const search = useSearchParams();
  // The page that the server or the service worker hands out is the same for every search.
  const params = useHydrated() ? search : NO_SEARCH;
  const address = addressOf(path, params);
  // What has been asked for shows at once; the address follows.
  const [wanted, setWanted] = useState<Address | null>(null);
  const current = wanted ?? address;
  const kept = useHydrated() ? keptSort.get(current.view) : null;
  // The browser's address runs ahead of `address`: what was on its way there must not come back once it was given up.
  const isReached = wanted !== null && hrefOf(wanted) === hrefOf(address) && hrefOf(wanted) === currentHref();

  useEffect(() => {
    // Not what has been asked for meanwhile: effects may run after the next letter.
    if (isReached) setWanted((latest) => (latest === wanted ? null : latest));
  }, [isReached, wanted]);

  useEffect(() => {
    const params = new URLSearchParams(window.location.search);
    const { pathname } = window.location;
    const opened = addressOf(pathname, params);
    if (movedTo(pathname, params)) setWanted(opened);
  }, []);

  // What has been asked for here must not come after the person.
  useEffect(() => whenLeaving(() => setWanted(null)), []);

  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(() => window.history.replaceState(null, "", hrefOf(wanted)), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [wanted]);

  // Back leads to the view before, but not through every letter of a search.
  const push = (change: Partial<Address>) => {
    const next = { ...current, ...change };
    setWanted(next);
    window.history.pushState(null, "", hrefOf(next));
  };

  const replace = (change: Partial<Address>) => {
    const next = { ...current, ...change };
    setWanted(next);
    window.history.replaceState(null, "", hrefOf(next));
  };

  const showTag = useSteady((tag: string) => goTo(tagHref(tag)));
  const sort = current.sort ?? kept;

  return {
    ...current,
    sort,
    setSort: (sort: Sort) => {
      keptSort.set(current.view, sort);
      push({ sort });
    },
    setQuery: (query: string) => setWanted({ ...current, query }),
    showTag,
    /** Beside the list, at an address of its own; from one task to the next there is no way back. */
    openTask: (open: string) => (current.open ? replace({ open }) : push({ open })),
    closeTask: () => replace({ open: null }),
    /** In that view, or where no task is left out, with or without what is searched for. */
    showAll: (query = "", where: Pick<Address, "view" | "of"> = { view: everything, of: "" }) =>
      push({ ...where, query, open: null }),
  };
}

function currentHref(): string {
  return window.location.pathname + window.location.search;
}
