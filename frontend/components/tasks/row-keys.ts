/** The arrow keys within a list: one stop of the tab key leads there, and from row to row and along a row they lead on. */

import type { KeyboardEvent } from "react";
import { keyOf } from "@/lib/keys";

const ROWS: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};
const CONTROLS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };

type Keys = {
  /** Goes so many rows on. */
  moveBy: (rows: number) => void;
  /** Opens the row whose box has the focus. */
  open: () => void;
  /** Puts the row itself one place up or down, where there is an order by hand. */
  shift: ((by: -1 | 1) => void) | undefined;
};

/** Fields keep their keys. */
export function pressInRow(event: KeyboardEvent, { moveBy, open, shift }: Keys): void {
  const target = event.target as HTMLElement;
  const isUp = keyOf(event) === "ArrowUp";
  if (shift && event.altKey && (isUp || keyOf(event) === "ArrowDown")) {
    event.preventDefault();
    shift(isUp ? -1 : 1);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || target.closest("form")) return;
  const key = keyOf(event);
  const rows = ROWS[key];
  const controls = CONTROLS[key];
  if (rows !== undefined) moveBy(rows);
  else if (controls !== undefined) focusBeside(target, controls);
  else if (key === "Enter" && target instanceof HTMLInputElement && !event.repeat) open();
  else return;
  event.preventDefault();
}

function focusBeside(control: HTMLElement, by: number): void {
  const all = [...(control.closest("li")?.querySelectorAll<HTMLElement>("input, button") ?? [])];
  const shown = all.filter((one) => one.checkVisibility());
  shown[shown.indexOf(control) + by]?.focus();
}
