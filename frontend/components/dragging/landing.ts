/** Where tasks land that are dropped, with the mark that shows it: from what the pointer is over. */

import type { Family } from "@/lib/domain/family";
import type { Arranged } from "@/lib/domain/list";
import type { Task } from "@/lib/sync/tasks";
import type { Day } from "@/lib/tasks/day";
import { type Spot, spotAt } from "@/lib/tasks/dropping";
import type { Branch } from "@/lib/tasks/tree";
import { frameAround, lineAt, type MarkAt } from "./mark";
import { type SidebarPlace, sidebarPlace } from "./sidebar-place";

export type RowsOfPage = {
  rows: readonly Branch<Task>[];
  /** All tasks, also those that are not shown. */
  family: Family<Task>;
  /** Whether the sections are days. */
  isByDay: boolean | undefined;
};

type Pointer = {
  dragged: readonly Task[];
  /** What it is over. */
  row: HTMLElement | undefined;
  link: HTMLElement | null | undefined;
  /** The day on which it is, where there are no rows. */
  day: string | undefined;
  /** Of the strip of days. */
  cell: HTMLElement | null | undefined;
  y: number;
  /** How far it is to the right of where it was pressed. */
  right: number;
};

type Page = RowsOfPage & { isByHand: boolean; today: Day; lists: Arranged | undefined };

export type Landing = { to: { spot: Spot } | SidebarPlace; mark: MarkAt };

export function landingAt(pointer: Pointer, page: Page): Landing | undefined {
  if (pointer.link) return inSidebar(pointer.link, page);
  if (page.isByHand) return inOrder(pointer, page);
  return page.isByDay ? onDay(pointer, page) : undefined;
}

function inSidebar(line: HTMLElement, { lists, today }: Page): Landing | undefined {
  const link = line.querySelector("a");
  const place = link ? sidebarPlace(link.href, lists, today) : undefined;
  return place && { to: place, mark: frameAround(line) };
}

function inOrder({ dragged, row, y, right }: Pointer, { rows, family }: Page): Landing | undefined {
  if (!row) return undefined;
  const { top, height } = row.getBoundingClientRect();
  const down = (y - top) / height;
  const levels = Math.round(right / indentStep());
  const spot = spotAt(dragged, { index: Number(row.dataset.index), down, levels }, rows, family);
  return spot && { to: { spot }, mark: spot.isInto ? frameAround(row) : lineAt(row, down >= 0.5, spot.level) };
}

/** Pixels, as the rows of each level are further to the right (`indentOf`). */
const indentStep = () => (window.matchMedia("(width >= 40rem)").matches ? 32 : 20);

function onDay({ dragged, row, day: emptyDay, cell }: Pointer, { rows }: Page): Landing | undefined {
  const dayOf = (one: HTMLElement) => rows[Number(one.dataset.index)]?.task.due_date ?? one.dataset.onDay;
  const day = cell?.dataset.stripDay ?? (row ? dayOf(row) : emptyDay);
  if (!day || dragged.every(({ due_date }) => due_date === day)) return undefined;
  if (cell) return { to: { day }, mark: frameAround(cell) };
  const all = document.querySelectorAll<HTMLElement>("[data-index], [data-on-day]");
  return { to: { day }, mark: frameAround(...[...all].filter((one) => dayOf(one) === day)) };
}
