/** Lines that were pasted into a box for tasks and could be one each. The box itself shows them as one text. */
"use client";

import { useEffect, useMemo } from "react";
import { useAnnounce } from "@/components/ui/toast";
import { inOneLine, type Line, linesIn, sayPasted } from "@/lib/tasks/lines";

/** The text as it was when something was pasted, with its lines. Another one each time, be it the same text. */
export type Pasted = { whole: string };

const NOTHING: Pasted = { whole: "" };

/** Empty when there are none, or when the text has been changed since. */
export function usePastedLines(text: string, noun: string, pasted = NOTHING): readonly Line[] {
  const announce = useAnnounce();
  const lines = useMemo(() => linesIn(pasted.whole), [pasted]);
  useEffect(() => {
    if (lines.length > 0) announce(sayPasted(lines, noun));
  }, [lines, noun, announce]);
  return inOneLine(pasted.whole) === inOneLine(text) ? lines : NONE;
}

const NONE: readonly Line[] = [];
