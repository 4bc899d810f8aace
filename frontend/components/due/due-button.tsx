/** The due date in a form: says the chosen day, and opens the picker, which is fetched when somebody reaches for it. */
"use client";

import { lazy, Suspense, useId, useRef } from "react";
import { Icon } from "@/components/ui/icon";
import { inputClass } from "@/components/ui/input-class";
import { useFetched } from "@/components/ui/use-fetched";
import { cx } from "@/lib/cx";
import { type Day, sayDayInFull } from "@/lib/tasks/day";
import { sayDayWithDate } from "@/lib/tasks/due-choices";
import { useLocale, useToday } from "@/lib/tasks/use-today";
import { loadDuePicker } from "./load-due-picker";

const DuePicker = lazy(loadDuePicker);

type DueButtonProps = { day: Day | null; onChoose: (day: Day | null) => void };

export function DueButton({ day, onChoose }: DueButtonProps) {
  const { isOpen, reach, open, close } = useFetched(loadDuePicker);
  const button = useRef<HTMLButtonElement>(null);
  const today = useToday();
  const locale = useLocale();
  const id = useId();
  return (
    <div className="grid grid-cols-1 gap-1.5">
      <span id={`${id}-label`} className="text-sm font-medium">
        Due date
      </span>
      <button
        ref={button}
        id={id}
        type="button"
        data-due
        aria-labelledby={`${id}-label ${id}`}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        title={day ? sayDayInFull(day, locale) : undefined}
        onPointerEnter={reach}
        onFocus={reach}
        onClick={isOpen ? close : open}
        className={cx(inputClass, "flex cursor-pointer items-center gap-2 text-start")}
      >
        <Icon name="calendar-days" className="size-4 shrink-0 text-muted" />
        <span className={cx("min-w-0 truncate", !day && "text-muted")}>
          {day ? sayDayWithDate(day, today, locale) : "No date"}
        </span>
      </button>
      <Suspense>{isOpen && <DuePicker anchor={button} day={day} onChoose={onChoose} onClose={close} />}</Suspense>
    </div>
  );
}
