/** The day meant by what is being typed. The parser is fetched at the first letter. */
"use client";

import { useEffect, useMemo, useState } from "react";
import type { FoundDay } from "@/lib/tasks/due-date";
import { useLocale } from "@/lib/tasks/use-today";

type Finder = typeof import("@/lib/tasks/due-date").findDay;

const loadFinder = () => import("@/lib/tasks/due-date").then((module) => module.findDay);

export function useFoundDay(text: string) {
  const locale = useLocale();
  const [find, setFind] = useState<Finder>();
  const isNeeded = text !== "" && !find;

  useEffect(() => {
    // Without the parser, words are just words; the next letter asks again.
    if (isNeeded)
      loadFinder().then(
        (finder) => setFind(() => finder),
        () => {},
      );
  }, [isNeeded]);

  const found = useMemo(() => find?.(text, new Date(), locale) ?? null, [find, text, locale]);
  return {
    found,
    /** For those who press Enter before the parser has arrived. */
    findNow: async (): Promise<FoundDay | null> => {
      if (find) return find(text, new Date(), locale);
      const finder = await loadFinder().catch(() => null);
      return finder?.(text, new Date(), locale) ?? null;
    },
  };
}
