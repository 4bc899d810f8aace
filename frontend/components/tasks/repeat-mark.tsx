/** That a task comes again, and how often. Fetched with the first row that does, and with it what completes such a task. */

import { Icon } from "@/components/ui/icon";
import { sayRule } from "@/lib/domain/repeat/say-repeat";
import type { Task } from "@/lib/domain/task";
import { reachComing } from "@/lib/tasks/coming";

export type RepeatMarkProps = { rule: string; from: Task["repeat_from"]; locale: string };

void reachComing();

export default function RepeatMark({ rule, from, locale }: RepeatMarkProps) {
  const words = `Repeats ${sayRule(rule, locale, from)}`;
  return (
    <span title={words} className="inline-flex items-center">
      <Icon name="repeat" className="size-3.5" />
      <span className="sr-only">{words}</span>
    </span>
  );
}
