/** When somebody is to be reminded of a task: the likely times before it is due, and one that was said in words. */
"use client";

import { SelectField } from "@/components/ui/field";
import type { TaskFields } from "@/lib/domain/task";
import { reminderMoment } from "@/lib/reminders/moment";
import { reminderChoices } from "@/lib/reminders/words";
import { useSettings } from "@/lib/sync/settings";
import { sayTime } from "@/lib/tasks/day";
import { useLocale } from "@/lib/tasks/use-today";

type ReminderFieldProps = {
  task: Pick<TaskFields, "due_date" | "due_time" | "remind_before">;
  error: string | undefined;
  onChange: (minutes: number | null) => void;
};

export function ReminderField({ task, error, onChange }: ReminderFieldProps) {
  const { due_date, remind_before } = task;
  const hint = useHint(task);
  return (
    <SelectField
      label="Remind me"
      hint={hint}
      error={error}
      disabled={!due_date}
      value={remind_before ?? ""}
      onChange={({ target }) => onChange(target.value === "" ? null : Number(target.value))}
    >
      <option value="">None</option>
      {reminderChoices(remind_before).map(([minutes, name]) => (
        <option key={minutes} value={minutes}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

/** What somebody has to know of it. */
function useHint(task: ReminderFieldProps["task"]): string | undefined {
  const settings = useSettings();
  const locale = useLocale();
  if (!task.due_date) return "Needs a due date.";
  const moment = settings && reminderMoment(task, settings);
  if (!moment) return undefined;
  if (moment <= new Date()) return "That moment has passed.";
  return task.due_time ? undefined : `Your day starts at ${sayTime(settings.day_start, locale)}.`;
}
