/** When that is due which is being typed. The parser is fetched when somebody reaches for the field. */
"use client";

import { useEffect, useMemo, useState } from "react";
import type { Asked, Found } from "@/lib/tasks/found";
import type { ReadWhen } from "@/lib/tasks/reading";
import { useLocale, useToday } from "@/lib/tasks/use-today";

const PATIENCE_MS = 3_000;

const loadReader = (locale: string) => import("@/lib/tasks/reading").then(({ whenReader }) => whenReader(locale));

/** `asked` as text: what is asked anew for each drawing is the same for as long as it says the same. */
export function useFoundWhen(asked: Asked) {
  const locale = useLocale();
  const today = useToday();
  const [find, setFind] = useState<ReadWhen>();
  const isNeeded = asked.text !== "" && !find;

  useEffect(() => {
    // Without the parser, words are just words; the next letter asks again.
    if (isNeeded)
      loadReader(locale).then(
        (reader) => setFind(() => reader),
        () => {},
      );
  }, [isNeeded, locale]);

  const same = JSON.stringify(asked);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another day has other answers
  const found = useMemo((): Found | null => find?.(JSON.parse(same), new Date()) ?? null, [find, same, today]);
  return {
    found,
    /** Somebody may be about to write. */
    reach: () => void loadReader(locale).catch(() => {}),
    isReady: find !== undefined,
    /** For those who press Enter before the parser has arrived, and for other texts than this one. */
    loadFind: async (): Promise<(asked: Asked) => Found | null> => {
      // On a slow line they wait no longer than this, and the words stay words.
      const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null));
      const reader = find ?? (await Promise.race([loadReader(locale).catch(() => null), late]));
      return (asked) => reader?.(asked, new Date()) ?? null;
    },
  };
}
