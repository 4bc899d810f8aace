/** What asks before tasks in the trash are deleted for good. */
"use client";

import { ConfirmDialog } from "@/components/ui/dialog";
import type { Task } from "@/lib/sync/tasks";
import { sayCount } from "../list-states";

type EraseDialogProps = { tasks: readonly Task[]; onErase: () => void; onClose: () => void };

/** About one task. */
export function EraseDialog({ tasks: [task], onErase, onClose }: EraseDialogProps) {
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title="Delete this task for good?"
      description={
        <>
          “<bdi className="wrap-anywhere">{task?.title}</bdi>” and its history are erased. This cannot be undone.
        </>
      }
      confirmLabel="Delete for good"
      onConfirm={onErase}
      danger
    />
  );
}

/** About all of them. */
export function EmptyTrashDialog({ tasks, onErase, onClose }: EraseDialogProps) {
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Delete ${sayCount(tasks.length)} for good?`}
      description="All deleted tasks are erased, with their history. This cannot be undone."
      confirmLabel="Empty trash"
      onConfirm={onErase}
      danger
    />
  );
}
