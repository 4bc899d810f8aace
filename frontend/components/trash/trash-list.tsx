/** The tasks in the trash, the first of many at a time. */
"use client";

import { useEffect, useRef, useState } from "react";
import { ListLabel } from "@/components/lists/list-label";
import { Moment } from "@/components/moment";
import RowWords from "@/components/tasks/row-words";
import { Button } from "@/components/ui/button";
import type { List } from "@/lib/domain/list";
import type { Task } from "@/lib/sync/tasks";
import { TrashButtons } from "./trash-buttons";
import { useKeptPlace } from "./use-kept-place";

const AT_ONCE = 200;

type TrashListProps = {
  tasks: Task[];
  /** By their ids, those in the trash too. */
  lists: ReadonlyMap<string, List>;
  onRestore: (task: Task) => void;
  onErase: (task: Task) => void;
};

export function TrashList({ tasks, lists, onRestore, onErase }: TrashListProps) {
  const firstNew = useRef<number>(null);
  const [most, setMost] = useState(AT_ONCE);
  const shown = tasks.slice(0, most);
  const { list, onFocus, focus } = useKeptPlace(shown.map(({ id }) => id));

  useEffect(() => {
    if (firstNew.current !== null) focus(firstNew.current, "restore");
    firstNew.current = null;
  });

  const showMore = () => {
    // There, because the button goes with the last of them.
    firstNew.current = shown.length;
    setMost(most + AT_ONCE);
  };

  return (
    <>
      <ul
        ref={list}
        // biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one
        role="list"
        aria-label="Deleted tasks"
        className="divide-y divide-line"
        onFocus={onFocus}
      >
        {shown.map((task) => (
          <TrashRow
            key={task.id}
            task={task}
            list={lists.get(task.list_id ?? "")}
            onRestore={onRestore}
            onErase={onErase}
          />
        ))}
      </ul>
      {shown.length < tasks.length && (
        <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-3">
          <p className="text-sm text-muted tabular-nums">
            {`${shown.length.toLocaleString()} of ${tasks.length.toLocaleString()} are shown.`}
          </p>
          <Button size="sm" onClick={showMore}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

type TrashRowProps = {
  task: Task;
  /** The one that it was in. */
  list: List | undefined;
  onRestore: (task: Task) => void;
  onErase: (task: Task) => void;
};

function TrashRow({ task, list, onRestore, onErase }: TrashRowProps) {
  return (
    <li
      data-id={task.id}
      className="flex flex-col gap-x-3 gap-y-1 px-4 py-3 transition-colors focus-within:bg-hover/60 hover:bg-hover/60 sm:flex-row sm:pr-3"
    >
      <div className="min-w-0 py-1.5 sm:flex-1">
        <p dir="auto" className="text-left leading-6 wrap-anywhere">
          {task.title}
        </p>
        {task.description && (
          <div className="mt-0.5 text-sm text-muted">
            <RowWords text={task.description} />
          </div>
        )}
        <div className="mt-0.5 flex flex-wrap gap-x-3 text-sm text-muted">
          {task.deleted_at && (
            <p>
              <span>
                Deleted <Moment at={new Date(task.deleted_at)} />
              </span>
              {task.completed && <span> · Completed</span>}
            </p>
          )}
          {list && <ListLabel list={list} />}
        </div>
      </div>
      <TrashButtons name={task.title} onRestore={() => onRestore(task)} onErase={() => onErase(task)} />
    </li>
  );
}
