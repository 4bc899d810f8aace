/** The day meant by what is being typed. The parser is fetched at the first letter. */
"use client";

import { useEffect, useMemo, useState } from "react";
import type { FoundDay } from "@/lib/tasks/due-date";
import { useLocale } from "@/lib/tasks/use-today";

type Finder = typeof import("@/lib/tasks/due-date").findDay;

const PATIENCE_MS = 1_000;

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
      // On a slow line they wait no longer than this, and the words stay words.
      const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null));
      const finder = await Promise.race([loadFinder().catch(() => null), late]);
      return finder?.(text, new Date(), locale) ?? null;
    },
  };
}
