/** What a row says beside the day: how often the task comes again, and when somebody is reminded. Fetched with the first row that has any of it. */

import { useEffect } from "react";
import { Bell, type Icon, Repeat } from "@/components/ui/icons";
import { sayRule } from "@/lib/domain/repeat/say-repeat";
import type { Task } from "@/lib/domain/task";
import { reachComing } from "@/lib/tasks/coming";
import { sayReminder } from "@/lib/tasks/reminder-words";

export type RowMarksProps = { task: Pick<Task, "repeat" | "repeat_from" | "remind_before">; locale: string };

export default function RowMarks({ task: { repeat, repeat_from, remind_before }, locale }: RowMarksProps) {
  const comesAgain = repeat !== null;
  useEffect(() => {
    // It is what completes such a task.
    if (comesAgain) void reachComing();
  }, [comesAgain]);
  return (
    <>
      {repeat && <Mark icon={Repeat} words={`Repeats ${sayRule(repeat, locale, repeat_from)}`} />}
      {remind_before !== null && <Mark icon={Bell} words={`Reminder ${sayReminder(remind_before)}`} />}
    </>
  );
}

function Mark({ icon: Shape, words }: { icon: Icon; words: string }) {
  return (
    <span title={words} className="inline-flex items-center">
      <Shape aria-hidden className="size-3.5" />
      <span className="sr-only">{words}</span>
    </span>
  );
}
