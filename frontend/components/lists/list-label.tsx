/** The list that a task is in, where tasks of several lists stand together. */
"use client";

import { toneOf } from "@/components/tones";
import { cx } from "@/lib/cx";
import type { List } from "@/lib/domain/list";
import { ListDot } from "./list-dot";

export function ListLabel({ list }: { list: List }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <ListDot className={cx("-ml-1 size-4 shrink-0", toneOf(list.color))} />
      <span className="sr-only">In the list </span>
      <bdi className="min-w-0 truncate">{list.name}</bdi>
      {list.archived && <span className="shrink-0"> (archived)</span>}
    </span>
  );
}
