/** What a row says of its task beside its words: how much it matters, and that it is not saved. */

import { Icon } from "@/components/ui/icon";
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

export function Unsaved({ refusal, onRetry }: { refusal: string | undefined; onRetry: () => void }) {
  return (
    <span className="flex min-w-0 gap-1.5 leading-6">
      <Icon name="cloud-off" className="mt-1.25 size-3.5 shrink-0" />
      <span className="min-w-0 wrap-anywhere">
        <span>{refusal ? `Not synced: ${refusal}. ` : "Not synced yet "}</span>
        <button
          type="button"
          tabIndex={-1}
          onClick={onRetry}
          className="ml-0.5 min-h-6 pointer-coarse:min-h-11 cursor-pointer rounded-sm px-0.5 font-medium text-accent underline underline-offset-2"
        >
          Retry
        </button>
      </span>
    </span>
  );
}
