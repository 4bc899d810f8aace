/** The sign of a task's priority: an empty flag, half of one, and a full one, which differ without their colors. */

import { Icon } from "@/components/ui/icon";
import { cx } from "@/lib/cx";

export function PriorityFlag({ priority, className = "size-4" }: { priority: number; className?: string }) {
  return (
    <span className="relative flex shrink-0">
      <Icon name="flag" className={className} />
      {priority > 1 && (
        <Icon
          name="flag"
          className={cx("absolute inset-0 fill-current", priority === 2 && "[clip-path:inset(0_45%_0_0)]", className)}
        />
      )}
    </span>
  );
}
