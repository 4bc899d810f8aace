/** The day meant by what is being typed. The parser is fetched when somebody reaches for the field. */
"use client";

import { useEffect, useMemo, useState } from "react";
import { dayOf } from "@/lib/tasks/day";
import type { FindDay } from "@/lib/tasks/due-date";
import { useLocale, useToday } from "@/lib/tasks/use-today";

const PATIENCE_MS = 3_000;

const loadFinder = (locale: string) => import("@/lib/tasks/due-date").then(({ dayFinder }) => dayFinder(locale));

export function useFoundDay(text: string) {
  const locale = useLocale();
  const today = useToday();
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

  const found = useMemo(() => find?.(text, today) ?? null, [find, text, today]);
  return {
    found,
    /** Somebody may be about to write. */
    reach: () => void loadFinder(locale).catch(() => {}),
    isReady: find !== undefined,
    /** For those who press Enter before the parser has arrived, and for other texts than this one. */
    loadFind: async (): Promise<(text: string) => ReturnType<FindDay>> => {
      // On a slow line they wait no longer than this, and the words stay words.
      const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null));
      const finder = find ?? (await Promise.race([loadFinder(locale).catch(() => null), late]));
      return (text) => finder?.(text, dayOf(new Date())) ?? null;
    },
  };
}
