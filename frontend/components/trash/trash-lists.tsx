/** The lists in the trash, each with how many tasks went with it and come back with it. */
"use client";

import { ListDot } from "@/components/lists/list-dot";
import { Moment } from "@/components/moment";
import { toneOf } from "@/components/tones";
import { cx } from "@/lib/cx";
import type { List } from "@/lib/domain/list";
import type { Task } from "@/lib/sync/tasks";
import { sayCount } from "../list-states";
import { TrashButtons } from "./trash-buttons";
import { useKeptPlace } from "./use-kept-place";
import { wentWith } from "./use-trash";

type TrashListsProps = {
  lists: readonly List[];
  tasks: readonly Task[];
  onRestore: (list: List) => void;
  onErase: (list: List) => void;
};

export function TrashLists({ lists, tasks, onRestore, onErase }: TrashListsProps) {
  const { list: element, onFocus } = useKeptPlace(lists.map(({ id }) => id));
  return (
    <section aria-labelledby="trash-lists">
      <h2 id="trash-lists" className="mb-2 text-sm font-medium text-muted">
        Deleted lists
      </h2>
      <ul
        ref={element}
        // biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one
        role="list"
        aria-labelledby="trash-lists"
        className="divide-y divide-line overflow-clip rounded-card border border-line bg-surface"
        onFocus={onFocus}
      >
        {lists.map((list) => (
          <li
            key={list.id}
            data-id={list.id}
            className="flex flex-col gap-x-3 gap-y-1 px-4 py-3 transition-colors focus-within:bg-hover/60 hover:bg-hover/60 sm:flex-row sm:pr-3"
          >
            <div className="min-w-0 py-1.5 sm:flex-1">
              <div className="flex items-center gap-1.5">
                <ListDot className={cx("-ml-1 size-4.5 shrink-0", toneOf(list.color))} />
                <p dir="auto" className="min-w-0 flex-1 text-left leading-6 wrap-anywhere">
                  {list.name}
                </p>
              </div>
              <p className="mt-0.5 text-sm text-muted">
                <span>{sayCount(tasks.filter(wentWith(list)).length)}</span>
                {list.deleted_at && (
                  <span>
                    {" · Deleted "}
                    <Moment at={new Date(list.deleted_at)} />
                  </span>
                )}
              </p>
            </div>
            <TrashButtons
              name={`the list ${list.name}`}
              onRestore={() => onRestore(list)}
              onErase={() => onErase(list)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
