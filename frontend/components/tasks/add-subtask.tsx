/** The box for one more part of the open task. Enter adds it, and the next one can be written at once. */
"use client";

import { useEffect, useRef } from "react";
import { Icon } from "@/components/ui/icon";
import { useAnnounce } from "@/components/ui/toast";
import { useCommands } from "@/lib/commands/use-commands";
import type { Task } from "@/lib/sync/tasks";
import { Completing } from "./completing";
import { Notes } from "./notes";
import type { Adding } from "./use-adding";
import { useBox } from "./use-box";

type AddSubtaskProps = Pick<Adding, "onAdd"> & {
  /** The one that it becomes a part of. */
  task: Task;
  /** What is written waits in the box until that one is back. */
  isGone: boolean;
};

export function AddSubtask({ task, isGone, onAdd }: AddSubtaskProps) {
  const announce = useAnnounce();
  const form = useRef<HTMLFormElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const defaults = { due_date: null, priority: 0, tags: [], list_id: task.list_id, parent_id: task.id };
  const box = useBox({ input, noun: "subtasks", defaults, onAdd, goesOn: true });
  useCommands([{ id: "task-subtask", title: "Add a subtask", run: () => input.current?.focus() }]);
  const { fault } = box.draft;
  useEffect(() => {
    if (fault) input.current?.focus();
  }, [fault]);
  // What is said below the words comes into sight, also at the edge of a phone, and the box stays there below what was added.
  useEffect(() => {
    const box = form.current;
    const grown = new ResizeObserver(() => {
      if (box?.contains(document.activeElement)) box.scrollIntoView({ block: "nearest" });
    });
    for (const one of [box, box?.parentElement]) if (one) grown.observe(one);
    return () => grown.disconnect();
  }, []);
  return (
    <form
      ref={form}
      aria-label="Add a subtask"
      noValidate
      onFocus={box.reach}
      onSubmit={(event) => {
        event.preventDefault();
        input.current?.focus();
        if (isGone) announce("It can be added once the task above it is restored.");
        else void box.submit();
      }}
      className="relative -mx-2.5 scroll-my-4 grid grid-cols-[auto_minmax(0,1fr)] items-center rounded-control focus-within:bg-hover"
    >
      <button
        type="submit"
        aria-label="Add subtask"
        className="flex size-11 shrink-0 cursor-pointer items-center justify-center rounded-control text-muted hover:text-ink"
      >
        <Icon name="plus" className="size-4.5" />
      </button>
      <input
        {...box.field}
        aria-label="New subtask"
        placeholder="Add a subtask"
        onKeyDown={box.press}
        className="min-h-11 min-w-0 flex-1 bg-transparent pr-2.5 text-base text-ink outline-none placeholder:text-muted sm:text-sm"
      />
      <Notes {...box.notes} />
      {box.draft.text.includes("#") && <Completing {...box.completing} />}
    </form>
  );
}
