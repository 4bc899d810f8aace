/** The parts of the open task: how much is done, each with its box, and a field for one more. */
"use client";

import { useId } from "react";
import { cx } from "@/lib/cx";
import { type Family, MOST_LEVELS, progressOf } from "@/lib/domain/family";
import type { Task } from "@/lib/sync/tasks";
import { AddSubtask } from "./add-subtask";
import { RoundCheckbox } from "./round-checkbox";
import type { Adding } from "./use-adding";
import type { TaskCommands } from "./use-task-commands";

type SubtasksProps = Pick<Adding, "onAdd"> & {
  task: Task;
  isGone: boolean;
  family: Family<Task>;
  commands: TaskCommands;
  onOpen: (task: Task) => void;
};

export function Subtasks({ task, isGone, family, commands, onAdd, onOpen }: SubtasksProps) {
  const headingId = useId();
  const children = family.childrenOf(task.id);
  const { done, all } = progressOf(family, task.id);
  const hasRoom = family.above(task).length + 1 < MOST_LEVELS;
  if (!hasRoom && all === 0) return null;
  return (
    <section aria-labelledby={headingId} className="grid grid-cols-1 gap-1 border-t border-line px-4 py-3">
      <div className="flex min-h-9 items-center justify-between gap-3">
        <h2 id={headingId} className="text-sm font-medium">
          Subtasks
        </h2>
        {all > 0 && <span className="text-sm text-muted tabular-nums">{`${done} of ${all}`}</span>}
      </div>
      {all > 0 && (
        <progress
          value={done}
          max={all}
          aria-labelledby={headingId}
          className="h-1 w-full appearance-none overflow-hidden rounded-full bg-hover [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-hover [&::-webkit-progress-value]:bg-accent [&::-webkit-progress-value]:transition-all"
        />
      )}
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one */}
      <ul role="list" aria-labelledby={headingId}>
        {children.map((child) => (
          <li key={child.id}>
            <Subtask task={child} parts={progressOf(family, child.id)} onToggle={commands.toggle} onOpen={onOpen} />
          </li>
        ))}
      </ul>
      {hasRoom && <AddSubtask task={task} isGone={isGone} onAdd={onAdd} />}
    </section>
  );
}

type SubtaskProps = {
  task: Task;
  parts: { done: number; all: number };
  onToggle: (task: Task) => void;
  onOpen: (task: Task) => void;
};

function Subtask({ task, parts, onToggle, onOpen }: SubtaskProps) {
  const id = useId();
  return (
    <div className="-mx-2.5 flex items-start rounded-control hover:bg-hover has-[:focus-visible]:bg-hover">
      <RoundCheckbox id={id} isSmall checked={task.completed} aria-label={task.title} onChange={() => onToggle(task)} />
      <button
        type="button"
        aria-label={`Open ${task.title}`}
        onClick={() => onOpen(task)}
        className="flex min-h-11 min-w-0 flex-1 cursor-pointer items-center gap-2 py-2 pr-2.5 text-left text-sm"
      >
        <span
          dir="auto"
          className={cx("min-w-0 flex-1 text-left wrap-anywhere", task.completed && "text-muted line-through")}
        >
          {task.title}
        </span>
        {parts.all > 0 && <span className="text-muted tabular-nums">{`${parts.done}/${parts.all}`}</span>}
      </button>
    </div>
  );
}
