/** A list's mark, in its color. */

import { cx } from "@/lib/cx";

export function ListDot({ className }: { className?: string | undefined }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" className={cx("forced-colors:text-inherit", className)}>
      <circle cx="10" cy="10" r="5" fill="currentColor" />
    </svg>
  );
}
