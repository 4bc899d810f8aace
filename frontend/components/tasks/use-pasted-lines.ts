/** Lines that were pasted into the add box and could be a task each. The box itself shows them as one text. What reads them is fetched then. */
"use client";

import { type ClipboardEvent, useState } from "react";
import { useAnnounce } from "@/components/ui/toast";
import type { Line } from "@/lib/tasks/lines";

type Pasted = { whole: string; lines: readonly Line[]; offer: string };

const NOTHING: Pasted = { whole: "", lines: [], offer: "" };

/** What the browser makes of them in a field of one line. */
const inOneLine = (text: string) => text.replace(/\s+/g, " ").trim();

export function usePastedLines(text: string) {
  const [pasted, setPasted] = useState(NOTHING);
  const announce = useAnnounce();
  return {
    /** Nothing when there are none, or when the text has been changed since. */
    ...(inOneLine(pasted.whole) === inOneLine(text) ? pasted : NOTHING),
    paste: ({ currentTarget, clipboardData }: ClipboardEvent<HTMLInputElement>) => {
      const { value, selectionStart, selectionEnd } = currentTarget;
      const whole =
        value.slice(0, selectionStart ?? 0) + clipboardData.getData("text/plain") + value.slice(selectionEnd ?? 0);
      const look = ({ linesIn, offerFor, sayPasted }: typeof import("@/lib/tasks/lines")) => {
        const lines = linesIn(whole);
        setPasted({ whole, lines, offer: offerFor(lines) });
        if (lines.length > 0) announce(sayPasted(lines));
      };
      // Without a connection they may not be had, and then the lines stay one text.
      import("@/lib/tasks/lines").then(look, () => {});
    },
  };
}
