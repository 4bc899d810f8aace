/** The day meant by what is being typed. The parser is fetched at the first letter. */
"use client";

import { useEffect, useMemo, useState } from "react";
import type { FindDay, FoundDay } from "@/lib/tasks/due-date";
import { useLocale } from "@/lib/tasks/use-today";

const PATIENCE_MS = 1_000;

const loadFinder = (locale: string) => import("@/lib/tasks/due-date").then(({ dayFinder }) => dayFinder(locale));

export function useFoundDay(text: string) {
  const locale = useLocale();
  const [find, setFind] = useState<FindDay>();
  const isNeeded = text !== "" && !find;

  useEffect(() => {
    // Without the parser, words are just words; the next letter asks again.
    if (isNeeded)
      loadFinder(locale).then(
        (finder) => setFind(() => finder),
        () => {},
      );
  }, [isNeeded, locale]);

  const found = useMemo(() => find?.(text, new Date()) ?? null, [find, text]);
  return {
    found,
    /** For those who press Enter before the parser has arrived. */
    findNow: async (): Promise<FoundDay | null> => {
      if (find) return find(text, new Date());
      // On a slow line they wait no longer than this, and the words stay words.
      const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null));
      const finder = await Promise.race([loadFinder(locale).catch(() => null), late]);
      return finder?.(text, new Date()) ?? null;
    },
  };
}
