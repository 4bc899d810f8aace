/** The task that is open beside the list: opening another one, and closing it, with what is being written in it. */
"use client";

import { type RefObject, useRef } from "react";
import type { Task } from "@/lib/sync/tasks";
import { useHalfWritten } from "@/lib/tasks/half-written";
import { useSteady } from "@/lib/use-steady";
import type { Place } from "@/views/use-address";
import { useEditing } from "./use-editing";
import type { TaskListHandle } from "./use-list-handle";
import type { TaskCommands } from "./use-task-commands";

type Page = {
  tasks: Task[] | undefined;
  place: Place;
  commands: TaskCommands;
  list: RefObject<TaskListHandle | null>;
};

export function usePane({ tasks, place, commands, list }: Page) {
  const written = useHalfWritten();
  const pane = useRef<HTMLFormElement>(null);
  /** What is being written is saved; what cannot be is offered back. */
  const leave = (isClosing: boolean) => {
    const hadFocus = document.activeElement?.closest("[data-pane]");
    pane.current?.requestSubmit();
    const rest = written.getEdit();
    if (rest) commands.offerAgain(rest, (fields) => open({ seen: rest.seen, draft: { fields } }));
    // The way back leads to its row.
    if (isClosing && hadFocus && editing) list.current?.focus(editing.seen.id);
  };
  const { editing, missing, open, close } = useEditing(tasks, place, leave);
  const openTask = (task: Task) => {
    if (task.id === editing?.seen.id) return pane.current?.querySelector("textarea")?.focus();
    pane.current?.requestSubmit();
    // It stays where it cannot be saved.
    if (!written.getEdit()) open({ seen: task });
  };
  const closeTask = useSteady((taskId: string) => {
    // Another one may have taken its place while its last words were read.
    if (editing?.seen.id !== taskId) return;
    close();
    list.current?.focus(taskId);
  });
  return { pane, editing, missing, open, close, openTask, closeTask };
}
