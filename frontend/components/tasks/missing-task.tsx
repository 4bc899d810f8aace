/** What is said of a task that an address names, and that is not here. One in the trash can be read, and restored. */
"use client";

import { type KeyboardEvent, type ReactElement, useEffect, useId, useRef } from "react";
import { Moment } from "@/components/moment";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { Icon } from "@/components/ui/icon";
import { useToast } from "@/components/ui/toast";
import { useUndo } from "@/components/undo/undo";
import { ViewLink } from "@/components/view-link";
import { keyOf } from "@/lib/keys";
import { aboutTask, type Task, useTaskActions } from "@/lib/sync/tasks";
import { Pane } from "./pane";
import { useFate } from "./use-fate";

export type MissingTaskProps = { id: string; onClose: () => void };

export default function MissingTask({ id, onClose }: MissingTaskProps) {
  const fate = useFate(id);
  switch (fate?.kind) {
    case "trash":
      return (
        <Missing title="This task is in the trash" onClose={onClose}>
          <Deleted task={fate.task} />
        </Missing>
      );
    case "gone":
      return (
        <Missing title="There is no such task" onClose={onClose}>
          <p>It was deleted for good, or it never was one of yours.</p>
        </Missing>
      );
    case "unknown":
      return (
        <Missing title="This task is not in this browser" onClose={onClose}>
          <p>It is asked for as soon as the server answers.</p>
        </Missing>
      );
    default:
      return null;
  }
}

type MissingProps = { title: string; onClose: () => void; children: ReactElement };

function Missing({ title, onClose, children }: MissingProps) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const close = () => {
    onClose();
    document.getElementById("main")?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (keyOf(event) !== "Escape") return;
    event.preventDefault();
    close();
  };
  return (
    <Pane onKeyDown={press}>
      <section aria-labelledby={id} className="grid gap-3 p-4 text-sm">
        <div className="flex items-start gap-2">
          <h2 ref={heading} id={id} tabIndex={-1} className="flex-1 py-1 text-lg font-semibold outline-none">
            {title}
          </h2>
          <Button variant="ghost" size="icon" aria-label="Close" title="Close" onClick={close}>
            <Icon name="x" className="size-5" />
          </Button>
        </div>
        {children}
      </section>
    </Pane>
  );
}

function Deleted({ task }: { task: Task }) {
  const actions = useTaskActions();
  const toast = useToast();
  const { record } = useUndo();
  const restore = () => {
    const message = `Restored: ${task.title}`;
    toast({ message, ...record(message, [aboutTask(task.id)], () => actions.restore(task)) });
  };
  return (
    <>
      <p dir="auto" className="text-left text-base font-medium wrap-anywhere">
        {task.title}
      </p>
      {task.description && (
        <p dir="auto" className="text-left wrap-anywhere whitespace-pre-line">
          {task.description}
        </p>
      )}
      {task.deleted_at && (
        <p className="text-muted">
          Deleted <Moment at={new Date(task.deleted_at)} />
        </p>
      )}
      <div className="flex flex-wrap gap-2 pt-1">
        <Button size="sm" variant="primary" onClick={restore}>
          <Icon name="rotate-ccw" className="size-4" />
          Restore
        </Button>
        <ViewLink href="/trash" className={buttonClass("quiet", "sm")}>
          Show the trash
        </ViewLink>
      </div>
    </>
  );
}
