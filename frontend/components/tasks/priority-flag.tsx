/** The sign of a task's priority: fuller and stronger the higher it is. */

import { Icon } from "@/components/ui/icon";
import { cx } from "@/lib/cx";

const looks = ["", "", "fill-current/25", "fill-current"];

export function PriorityFlag({ priority, className }: { priority: number; className?: string }) {
  return <Icon name="flag" className={cx("size-4 shrink-0", looks[priority], className)} />;
}
