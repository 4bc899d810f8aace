/** What a row says beside the day: how often the task comes again, and when somebody is reminded. Fetched with the first row that has any of it. */

import { useEffect } from "react";
import { Icon, type IconName } from "@/components/ui/icon";
import { sayRule } from "@/lib/domain/repeat/say-repeat";
import type { Task } from "@/lib/domain/task";
import { sayReminder } from "@/lib/reminders/words";
import { reachComing } from "@/lib/tasks/coming";

export type RowMarksProps = { task: Pick<Task, "repeat" | "repeat_from" | "remind_before">; locale: string };

export default function RowMarks({ task: { repeat, repeat_from, remind_before }, locale }: RowMarksProps) {
  const comesAgain = repeat !== null;
  useEffect(() => {
    // It is what completes such a task.
    if (comesAgain) void reachComing();
  }, [comesAgain]);
  return (
    <>
      {repeat && <Mark icon="repeat" words={`Repeats ${sayRule(repeat, locale, repeat_from)}`} />}
      {remind_before !== null && <Mark icon="bell" words={`Reminder ${sayReminder(remind_before)}`} />}
    </>
  );
}

function Mark({ icon, words }: { icon: IconName; words: string }) {
  return (
    <span title={words} className="inline-flex items-center">
      <Icon name={icon} className="size-3.5" />
      <span className="sr-only">{words}</span>
    </span>
  );
}
