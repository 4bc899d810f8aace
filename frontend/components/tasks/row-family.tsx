/** What a row says of the tasks around its own: what it is part of, how much of it is done, and the way to fold that away. */

import { Icon } from "@/components/ui/icon";
import { cx } from "@/lib/cx";

/** By how many tasks it is below; there are five levels. */
const indents = ["pl-1", "pl-6 sm:pl-9", "pl-11 sm:pl-17", "pl-16 sm:pl-25", "pl-21 sm:pl-33"];

export const indentOf = (level: number) => indents[Math.min(level, indents.length - 1)];

/** `isBelow`: the row stands below that task, so that only those have to be told who cannot see it. */
export function PartOf({ title, isBelow }: { title: string; isBelow: boolean }) {
  return (
    <span className={cx("inline-flex min-w-0 items-center gap-1", isBelow && "sr-only")}>
      <Icon name="corner-left-up" className="size-3.5 shrink-0" />
      <span className="sr-only">Part of </span>
      <bdi className="min-w-0 wrap-anywhere">{title}</bdi>
    </span>
  );
}

export function Progress({ done, all }: { done: number; all: number }) {
  return (
    <span className="inline-flex items-center gap-1 tabular-nums">
      <Icon name="list-tree" className="size-3.5" />
      <span aria-hidden>{`${done}/${all}`}</span>
      <span className="sr-only">{`${done} of ${all} subtasks done`}</span>
    </span>
  );
}

type FoldButtonProps = { title: string; isFolded: boolean; holds: number; onFold: () => void };

export function FoldButton({ title, isFolded, holds, onFold }: FoldButtonProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      data-fold
      aria-expanded={!isFolded}
      aria-label={`Subtasks of ${title}`}
      title={isFolded ? `Show ${holds} below it` : "Fold"}
      onClick={onFold}
      className="flex size-11 shrink-0 cursor-pointer items-center justify-center rounded-control text-muted hover:bg-hover hover:text-ink print:hidden"
    >
      <Icon name="chevron-down" className={cx("size-4.5 transition-transform", isFolded && "-rotate-90")} />
    </button>
  );
}
