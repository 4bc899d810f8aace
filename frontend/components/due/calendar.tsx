/** A month of days. Arrow keys lead from day to day, Page Up and Page Down from month to month, with Shift from year to year. */
"use client";

import { useMemo } from "react";
import { type ClassNames, type CustomComponents, DayPicker, type Formatters, type Labels } from "react-day-picker";
import { buttonClass } from "@/components/ui/button-class";
import { Icon } from "@/components/ui/icon";
import { cx } from "@/lib/cx";
import type { Weekday } from "@/lib/first-weekday";
import { type Day, dayOf, sayDayInFull, toDate } from "@/lib/tasks/day";

type CalendarProps = {
  day: Day | null | undefined;
  today: Day;
  locale: string;
  weekStart: Weekday;
  onChoose: (day: Day) => void;
};

/** The API writes years with four digits. */
const LAST_MONTH = new Date(9999, 11);

const arrow = cx(buttonClass("ghost", "icon"), "absolute! top-0");

const classNames: Partial<ClassNames> = {
  month: "relative",
  // Large text goes on in a second line, and not behind the arrows.
  month_caption:
    "flex min-h-9 items-center justify-center px-10 text-center text-sm font-semibold text-balance pointer-coarse:min-h-11",
  button_previous: cx(arrow, "left-0"),
  button_next: cx(arrow, "right-0"),
  month_grid: "w-full table-fixed border-collapse",
  // No larger than seven of them have room; each is said in full to who hears it.
  weekday: "h-8 text-[min(0.75rem,3.4vw)] font-normal text-muted",
  day: "group p-0 text-center",
  day_button:
    "h-9 w-full cursor-pointer rounded-control text-sm hover:bg-accent-soft focus-visible:-outline-offset-2 pointer-coarse:h-11 " +
    "group-[[data-outside]:not([data-selected])]:text-muted group-[[data-today]:not([data-selected])]:text-accent group-data-today:font-semibold " +
    "group-data-selected:bg-accent group-data-selected:text-on-accent group-data-selected:hover:bg-accent-strong " +
    "group-data-selected:focus-visible:outline-offset-2 forced-colors:group-data-selected:outline-2",
};

const components: Partial<CustomComponents> = {
  Chevron: ({ orientation }) =>
    orientation === "left" ? (
      <Icon name="chevron-left" className="size-4" />
    ) : (
      <Icon name="chevron-right" className="size-4" />
    ),
};

export function Calendar({ day, today, locale, weekStart, onChoose }: CalendarProps) {
  const words = useMemo(() => wordsIn(locale), [locale]);
  return (
    <DayPicker
      {...words}
      mode="single"
      required
      fixedWeeks
      showOutsideDays
      navLayout="around"
      lang={locale}
      weekStartsOn={weekStart}
      today={toDate(today)}
      selected={day ? toDate(day) : undefined}
      endMonth={LAST_MONTH}
      defaultMonth={toDate(day ?? today)}
      onSelect={(date) => onChoose(dayOf(date))}
      classNames={classNames}
      components={components}
    />
  );
}

/** The browser knows the words of every language; the calendar's own tables would have to be fetched. */
function wordsIn(locale: string): { labels: Partial<Labels>; formatters: Partial<Formatters> } {
  const said = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, options);
    return (date: Date) => format.format(date);
  };
  const month = said({ month: "long", year: "numeric" });
  return {
    formatters: {
      formatCaption: month,
      formatWeekdayName: said({ weekday: "short" }),
      formatDay: (date) => date.getDate().toLocaleString(locale),
    },
    labels: {
      labelGrid: month,
      labelWeekday: said({ weekday: "long" }),
      labelDayButton: (date, { today, selected }) =>
        `${today ? "Today, " : ""}${sayDayInFull(dayOf(date), locale)}${selected ? ", selected" : ""}`,
      labelPrevious: () => "Previous month",
      labelNext: () => "Next month",
    },
  };
}
