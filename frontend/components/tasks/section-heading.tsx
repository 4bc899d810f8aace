/** The heading of tasks that stand together, as those of one day. */

import type { ReactElement } from "react";
import { cx } from "@/lib/cx";
import type { Section } from "@/views/view";

type SectionHeadingProps = { section: Section; isFirst: boolean; children: ReactElement | undefined };

export function SectionHeading({ section, isFirst, children }: SectionHeadingProps) {
  return (
    <div
      className={cx(
        "flex min-h-11 flex-wrap items-center justify-between gap-x-4 border-b border-line bg-canvas/60 py-1 pr-2 pl-4",
        !isFirst && "-mt-px border-t",
      )}
    >
      <h2 className={cx("text-sm font-semibold", section.isLate && "text-danger")}>{section.title}</h2>
      {children}
    </div>
  );
}
