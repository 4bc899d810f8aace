/** What a task was before, and the way back to it. */
"use client";

import { useEffect, useState } from "react";
import { Moment } from "@/components/moment";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { ApiError } from "@/lib/api/errors";
import { listHistory, type TaskChange } from "@/lib/api/history";
import { saysTheSame } from "@/lib/domain/merge";
import { differences, type Editable, fieldNames, taskFields } from "@/lib/domain/task";
import { editableOf, sayField } from "@/lib/domain/task-version";
import type { Task } from "@/lib/sync/tasks";
import { useReader } from "./use-reader";

type TaskHistoryProps = { task: Task; onBringBack: (fields: Editable) => void };

export function TaskHistory(props: TaskHistoryProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className="group/history border-t border-line px-4 py-3"
      onToggle={(event) => setOpen((event.currentTarget as HTMLDetailsElement).open)}
    >
      <summary className="flex min-h-9 cursor-pointer items-center justify-between rounded-control text-sm font-medium pointer-coarse:min-h-11">
        <span>History</span>
        <Icon
          name="chevron-down"
          className="size-4.5 -rotate-90 text-muted transition-transform group-open/history:rotate-0"
        />
      </summary>
      {/* What is told of a version is what was so then; a new version is asked for anew. */}
      {isOpen && <Versions key={props.task.version} {...props} />}
    </details>
  );
}

const operations: Record<TaskChange["operation"], string> = {
  create: "Created",
  import: "Imported",
  update: "Changed",
  complete: "Changed",
  delete: "Deleted",
  restore: "Restored",
  undo: "Undone",
  erase: "Deleted for good",
};

function Versions({ task, onBringBack }: TaskHistoryProps) {
  const [changes, setChanges] = useState<TaskChange[]>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    listHistory(task.id).then(setChanges, (error) =>
      setProblem(error instanceof ApiError ? error.detail : "The history cannot be read just now"),
    );
  }, [task.id]);
  if (problem) return <p className="py-2 text-sm text-danger">{`${problem}.`}</p>;
  if (!changes) return <p className="py-2 text-sm text-muted">Loading…</p>;
  return (
    <ol className="grid gap-3 py-2 text-sm">
      {changes.map((change) => (
        <li key={change.seq}>
          <OneChange change={change} task={task} onBringBack={onBringBack} />
        </li>
      ))}
    </ol>
  );
}

function OneChange({
  change: { operation, before, after, at },
  task,
  onBringBack,
}: TaskHistoryProps & { change: TaskChange }) {
  const reader = useReader();
  const changed = before && after ? differences(editableOf(before), editableOf(after)) : {};
  const isOther = after !== null && !saysTheSame(taskFields, editableOf(task), editableOf(after));
  return (
    <div className="grid gap-1">
      <div className="flex min-h-9 flex-wrap items-center justify-between gap-2">
        <span className="text-muted">
          <span>{`${operations[operation]} `}</span>
          <Moment at={new Date(at)} />
        </span>
        {isOther && (
          <Button size="sm" variant="ghost" onClick={() => onBringBack(editableOf(after))}>
            Bring this version back
          </Button>
        )}
      </div>
      {after &&
        fieldNames
          .filter((name) => changed[name] !== undefined && !taskFields[name].isPlace)
          .map((name) => (
            <p key={name} className="wrap-anywhere">
              <span className="text-muted">{`${taskFields[name].label}: `}</span>
              <bdi>{sayField(name, after, reader)}</bdi>
            </p>
          ))}
    </div>
  );
}
