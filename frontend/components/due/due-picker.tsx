/** Chooses a day: the likely ones with one click, any other in a calendar. */
"use client";

import { type KeyboardEvent, type RefObject, useRef } from "react";
import { Icon, type IconName } from "@/components/ui/icon";
import { Popover } from "@/components/ui/popover";
import { cx } from "@/lib/cx";
import { keyOf } from "@/lib/keys";
import { type Day, sayDayInFull } from "@/lib/tasks/day";
import { dueChoices, sayWeekday } from "@/lib/tasks/due-choices";
import { useLocale, useToday } from "@/lib/tasks/use-today";
import { useWeekStart } from "@/lib/tasks/use-week-start";
import { Calendar } from "./calendar";

const icons: IconName[] = ["sun", "sunrise", "sofa", "arrow-right", "ban"];

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

type DuePickerProps = {
  anchor: RefObject<HTMLElement | null>;
  /** Undefined: several tasks have different ones. */
  day: Day | null | undefined;
  onChoose: (day: Day | null) => void;
  onClose: () => void;
};

export default function DuePicker({ anchor, day, onChoose, onClose }: DuePickerProps) {
  const today = useToday();
  const locale = useLocale();
  const weekStart = useWeekStart();
  const choices = useRef<HTMLDivElement>(null);
  const choose = (day: Day | null) => {
    onChoose(day);
    onClose();
  };
  /** Up and down lead along the choices, and on into the calendar. */
  const press = (event: KeyboardEvent) => {
    const step = STEPS[keyOf(event)];
    if (step === undefined) return;
    event.preventDefault();
    const all = [...(choices.current?.querySelectorAll("button") ?? [])];
    const next = all[all.indexOf(event.target as HTMLButtonElement) + step];
    const calendar = choices.current?.parentElement?.querySelector<HTMLElement>("td button[tabindex='0']");
    (next ?? (step > 0 ? calendar : null))?.focus();
  };
  return (
    <Popover anchor={anchor} label="Due date" onClose={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons in it */}
      <div ref={choices} onKeyDown={press} className="grid">
        {dueChoices(today, weekStart).map((choice, index) => {
          const isChosen = choice.day === day;
          return (
            <button
              key={choice.title}
              type="button"
              aria-pressed={isChosen}
              title={choice.day ? sayDayInFull(choice.day, locale) : undefined}
              onClick={() => choose(choice.day)}
              className={cx(
                "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-sm select-none hover:bg-accent-soft focus-visible:-outline-offset-2 pointer-coarse:min-h-11",
                isChosen && "font-medium text-accent",
              )}
            >
              <Icon
                name={icons[index] ?? "calendar-days"}
                className={cx("size-4 shrink-0", !isChosen && "text-muted")}
              />
              <span className="flex-1 text-start">{choice.title}</span>
              {choice.day && <span className="text-muted">{sayWeekday(choice.day, today, locale)}</span>}
            </button>
          );
        })}
      </div>
      <div className="-mx-1.5 mt-1.5 border-t border-line px-1.5 pt-2">
        <Calendar day={day} today={today} locale={locale} weekStart={weekStart} onChoose={choose} />
      </div>
    </Popover>
  );
}
