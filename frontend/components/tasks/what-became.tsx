/** What has become of a task that is not among the others, in words, and the way back: the same at its address and where it is open. */
"use client";

import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { Icon } from "@/components/ui/icon";
import { useToast } from "@/components/ui/toast";
import { useUndo } from "@/components/undo/undo";
import { ViewLink } from "@/components/view-link";
import { aboutTask, type Task, useTaskActions } from "@/lib/sync/tasks";
import type { Fate } from "./use-fate";

type Words = { title: string; text?: string };
/** What is on its way needs no words. */
type Told = Exclude<Fate["kind"], "here">;

const atItsAddress: Record<Told, Words> = {
  trash: { title: "This task is in the trash" },
  gone: { title: "There is no such task", text: "It was deleted for good, or it never was one of yours." },
  unknown: { title: "This task is not in this browser", text: "It is asked for as soon as the server answers." },
};

const text = "It was deleted in another tab or on another device. What you write here is saved when you restore it.";

const whileItIsOpen: Record<Told, Words> = {
  trash: { title: "This task is in the trash", text },
  gone: { title: "This task was deleted for good", text },
  unknown: { title: "This task was deleted", text },
};

/** Undefined while nothing is known, and where there is nothing to be said. */
export function sayFate(fate: Fate | undefined, isOpen: boolean): Words | undefined {
  if (!fate || fate.kind === "here") return undefined;
  return (isOpen ? whileItIsOpen : atItsAddress)[fate.kind];
}

type WayBackProps = {
  /** As it is to be again. */
  task: Task;
  /** Whether it is in the trash. */
  isInTrash: boolean;
};

export function WayBack({ task, isInTrash }: WayBackProps) {
  const actions = useTaskActions();
  const toast = useToast();
  const { record } = useUndo();
  const restore = () => {
    const message = `Restored: ${task.title}`;
    toast({ message, ...record(message, [aboutTask(task.id)], () => actions.restore(task)) });
  };
  return (
    <div className="flex flex-wrap gap-2 pt-1">
      <Button size="sm" variant="primary" onClick={restore}>
        <Icon name="rotate-ccw" className="size-4" />
        Restore
      </Button>
      {isInTrash && (
        <ViewLink href="/trash" className={buttonClass("quiet", "sm")}>
          Show the trash
        </ViewLink>
      )}
    </div>
  );
}
