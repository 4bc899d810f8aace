/** What is understood of the words in the title of a task that is being edited. */
"use client";

import { useState } from "react";
import type { TaskFields } from "@/lib/sync/tasks";
import type { Understood } from "@/lib/tasks/draft";
import { askedIn, keptAfter, nothingKept, titleWords, understoodIn, withWords } from "@/lib/tasks/title-words";
import { useFoundWhen } from "./use-found-when";

const NOTHING = { text: "", kept: [] };

export function useTitleWords(written: TaskFields, before: string) {
  const [kept, setKept] = useState(nothingKept);
  const words = titleWords(written, before, kept);
  const isNew = written.title !== before.trim();
  const { found, loadFind, isReady } = useFoundWhen(isNew ? askedIn(words) : NOTHING);
  const understood = isNew ? understoodIn(words, found) : [];
  const takeBack = (one: Understood) => setKept(keptAfter(words, one, found));
  return {
    understood,
    takeBack,
    /** For what is chosen by hand after it was written. */
    takeBackKind: (kind: Understood["kind"]) => {
      const one = understood.find((one) => one.kind === kind);
      if (one) takeBack(one);
    },
    /** The task with what its title says. */
    fields: isNew ? withWords(words, found) : written,
    isReady: isReady || !isNew,
    /** For those who save before the parser has arrived. */
    load: async () => withWords(words, (await loadFind())(askedIn(words))),
  };
}
