/** The next two weeks at the edge of the window, while a task is dragged from day to day: a day without tasks takes it, too, and no row moves for that. */

import type { Ref } from "react";
import { cx } from "@/lib/cx";
import { DAY_MS, type Day, dayOf, toDate } from "@/lib/tasks/day";
import { useLocale } from "@/lib/tasks/use-today";

const DAYS = 14;

type DaysProps = { ref: Ref<HTMLOListElement>; today: Day; isShown: boolean };

/** It is there all the time, so that it is known as a target before the drag begins. */
export function Days({ ref, today, isShown }: DaysProps) {
  const locale = useLocale();
  const dates = Array.from({ length: DAYS }, (_, index) => new Date(toDate(today).getTime() + (index + 1) * DAY_MS));
  return (
    <ol
      ref={ref}
      aria-hidden
      className={cx(
        "fixed top-1/2 right-3 z-20 -translate-y-1/2 rounded-control border border-line bg-raised p-1 text-sm shadow-float print:hidden",
        isShown ? "fade" : "invisible",
      )}
    >
      {dates.map((date) => (
        <li key={dayOf(date)} data-strip-day={dayOf(date)} className="flex gap-2 px-2.5 py-1.5">
          <span className="min-w-9 text-muted">{date.toLocaleDateString(locale, { weekday: "short" })}</span>
          <span className="tabular-nums">{date.toLocaleDateString(locale, { day: "numeric", month: "short" })}</span>
        </li>
      ))}
    </ol>
  );
}
