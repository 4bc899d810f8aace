/** Where the focus is in a list of rows, and what gets it when its row goes. */
"use client";

import { type FocusEvent, useEffect, useRef } from "react";

/** What has the focus in the list, and where it was should the row be gone. */
type Place = { id: string; index: number; action: string };

/** Rows have a `data-id`, their buttons a `data-action`. */
export function useKeptPlace(ids: readonly string[]) {
  const list = useRef<HTMLUListElement>(null);
  const place = useRef<Place>(null);

  const focus = (index: number, action: string) => {
    const row = list.current?.children[index];
    row?.querySelector<HTMLElement>(`[data-action="${action}"]`)?.focus();
  };

  // After everything else has let go, a dialog too: on the same button of the row that took the place.
  useEffect(() => {
    const last = place.current;
    const isLost = document.activeElement === document.body && last && !ids.includes(last.id);
    if (isLost) focus(Math.min(last.index, ids.length - 1), last.action);
  });

  const onFocus = ({ target }: FocusEvent<HTMLElement>) => {
    const row = target.closest<HTMLElement>("[data-id]");
    const index = ids.indexOf(row?.dataset.id ?? "");
    place.current = { id: ids[index] ?? "", index, action: target.dataset.action ?? "" };
  };
  return { list, onFocus, focus };
}
