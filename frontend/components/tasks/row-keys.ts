/** The arrow keys within a list: one stop of the tab key leads there, and from row to row and along a row they lead on. */

import type { KeyboardEvent } from "react";
import { keyOf } from "@/lib/keys";
import type { Direction } from "@/lib/tasks/placing";

const ROWS: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};
/** With Alt, the row itself goes there, where there is an order by hand. */
const DIRECTIONS: Record<string, Direction> = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };
const CONTROLS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };

type Keys = {
  /** Goes so many rows on. */
  moveBy: (rows: number) => void;
  /** Selects all rows from where that began to so many rows on. */
  extendBy: (rows: number) => void;
  selectAll: () => void;
  /** False: nothing is selected. */
  selectNothing: () => boolean;
  /** Opens the row whose box has the focus. */
  open: () => void;
  /** Moves the row itself by one step. */
  shift: ((direction: Direction) => void) | undefined;
  /** Says why it does not move, where it cannot. */
  shiftless: () => void;
};

/** Fields keep their keys. */
export function pressInRow(event: KeyboardEvent, keys: Keys): void {
  const { moveBy, open, shift, shiftless } = keys;
  const target = event.target as HTMLElement;
  const direction = event.altKey ? DIRECTIONS[keyOf(event)] : undefined;
  // Alt and an arrow to the side are also the browser's way back.
  if (direction && (shift || ROWS[keyOf(event)])) {
    event.preventDefault();
    if (shift) shift(direction);
    else shiftless();
    return;
  }
  if (selectByKey(event, keys)) {
    event.preventDefault();
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

function selectByKey(event: KeyboardEvent, { extendBy, selectAll, selectNothing }: Keys): boolean {
  const key = keyOf(event);
  const rows = ROWS[key];
  if (event.altKey) return false;
  if (event.ctrlKey || event.metaKey) {
    if (key !== "a" || event.shiftKey) return false;
    selectAll();
    return true;
  }
  if (key === "Escape" && !event.shiftKey) return selectNothing();
  if (!event.shiftKey || rows === undefined) return false;
  extendBy(rows);
  return true;
}

function focusBeside(control: HTMLElement, by: number): void {
  const all = [...(control.closest("li")?.querySelectorAll<HTMLElement>("input, button") ?? [])];
  const shown = all.filter((one) => one.checkVisibility());
  shown[shown.indexOf(control) + by]?.focus();
}
