/** What asks before something in the trash is deleted for good. */
"use client";

import { ConfirmDialog } from "@/components/ui/dialog";
import type { List } from "@/lib/domain/list";
import type { Task } from "@/lib/sync/tasks";
import { sayContents } from "./say-contents";

type EraseDialogProps = {
  tasks: readonly Task[];
  lists: readonly List[];
  /** How many tasks went into the trash with the list. */
  left: number;
  onErase: () => void;
  onClose: () => void;
};

/** About one task, or one list. */
export function EraseDialog({ tasks: [task], lists: [list], left, onErase, onClose }: EraseDialogProps) {
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Delete this ${list ? "list" : "task"} for good?`}
      description={
        <>
          <span>“</span>
          <bdi className="wrap-anywhere">{list?.name ?? task?.title}</bdi>
          <span>{`” and its history are erased.${sayLeft(left)} This cannot be undone.`}</span>
        </>
      }
      confirmLabel="Delete for good"
      onConfirm={onErase}
      danger
    />
  );
}

function sayLeft(count: number): string {
  if (count === 0) return "";
  return count === 1
    ? " The task that went with it stays in the trash."
    : ` The ${count.toLocaleString()} tasks that went with it stay in the trash.`;
}

/** About all of them. */
export function EmptyTrashDialog({ tasks, lists, onErase, onClose }: EraseDialogProps) {
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Delete ${sayContents(tasks.length, lists.length)} for good?`}
      description="All that is in the trash is erased, with its history. This cannot be undone."
      confirmLabel="Empty trash"
      onConfirm={onErase}
      danger
    />
  );
}
