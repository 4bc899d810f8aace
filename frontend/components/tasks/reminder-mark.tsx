/** That somebody is reminded of a task, and when. Fetched with the first row that has it. */

import { Bell } from "@/components/ui/icons";
import { sayReminder } from "@/lib/tasks/reminder-words";

export type ReminderMarkProps = { minutes: number };

export default function ReminderMark({ minutes }: ReminderMarkProps) {
  const words = `Reminder ${sayReminder(minutes)}`;
  return (
    <span title={words} className="inline-flex items-center">
      <Bell aria-hidden className="size-3.5" />
      <span className="sr-only">{words}</span>
    </span>
  );
}
