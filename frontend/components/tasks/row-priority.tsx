/** What a row says of its task before its words: how much it matters. */

import { cx } from "@/lib/cx";
import type { Task } from "@/lib/sync/tasks";
import { sayPriority } from "@/lib/tasks/quick-add";
import { PriorityFlag } from "./priority-flag";

const MOST_PRIORITY = 3;

export function Priority({ id, task: { priority, completed } }: { id: string; task: Task }) {
  return (
    <span
      id={id}
      title={sayPriority(priority)}
      className={cx("flex h-6 items-center", priority === MOST_PRIORITY && !completed ? "text-danger" : "text-muted")}
    >
      <PriorityFlag priority={priority} />
      <span className="sr-only">{sayPriority(priority)}</span>
    </span>
  );
}
