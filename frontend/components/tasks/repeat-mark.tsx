/** That a task comes again, and how often, once that can be said. */

import { Repeat } from "@/components/ui/icons";
import type { Task } from "@/lib/domain/task";
import { useRuleSayer } from "@/lib/tasks/coming";

type RepeatMarkProps = { rule: string; from: Task["repeat_from"]; locale: string };

export function RepeatMark({ rule, from, locale }: RepeatMarkProps) {
  const said = useRuleSayer()?.(rule, locale, from);
  const words = said ? `Repeats ${said}` : "Repeats";
  return (
    <span title={words} className="inline-flex items-center">
      <Repeat aria-hidden className="size-3.5" />
      <span className="sr-only">{words}</span>
    </span>
  );
}
