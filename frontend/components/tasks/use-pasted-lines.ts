/** Lines that were pasted into the add box and could be a task each. The box itself shows them as one text. */
"use client";

import { type ClipboardEvent, useState } from "react";
import { useAnnounce } from "@/components/ui/toast";
import { inOneLine, type Line, linesIn } from "@/lib/tasks/lines";

/** So many of them are ticked, and are added so. */
export function sayDone(lines: readonly Line[]): string {
  const done = lines.filter(({ isDone }) => isDone).length;
  return done > 0 ? `, ${done} of them completed` : "";
}

export function usePastedLines(text: string) {
  const [pasted, setPasted] = useState("");
  const announce = useAnnounce();
  return {
    /** Empty when there are none, or when the text has been changed since. */
    all: pasted && inOneLine(pasted) === inOneLine(text) ? linesIn(pasted) : [],
    paste: ({ currentTarget, clipboardData }: ClipboardEvent<HTMLInputElement>) => {
      const { value, selectionStart, selectionEnd } = currentTarget;
      const whole =
        value.slice(0, selectionStart ?? 0) + clipboardData.getData("text/plain") + value.slice(selectionEnd ?? 0);
      setPasted(whole);
      const all = linesIn(whole);
      const { length } = all;
      if (length > 0) announce(`${length} lines were pasted. They can be added as ${length} tasks${sayDone(all)}.`);
    },
  };
}
