/** What asks before tasks in the trash are erased, does it, and says what came in between. */
"use client";

import { useEffect, useRef, useState } from "react";
import { FormFailure } from "@/components/account/form-failure";
import { ConfirmDialog } from "@/components/ui/dialog";
import { useAnnounce, useToast } from "@/components/ui/toast";
import { ApiError } from "@/lib/api/errors";
import { eraseTask, type Task } from "@/lib/api/trash";
import { sayCount } from "../list-states";

/** Often enough to know that it goes on. */
const SPOKEN_EVERY = 50;

type EraseDialogProps = { task: Task; onErased: (wasThere: boolean) => void; onClose: () => void };

export function EraseDialog({ task, onErased, onClose }: EraseDialogProps) {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string>();

  const erase = async () => {
    setPending(true);
    setFailure(undefined);
    try {
      onErased(await eraseTask(task));
    } catch (error) {
      setFailure(detailOf(error));
      setPending(false);
    }
  };

  return (
    <ConfirmDialog
      open
      // Not before the answer, so that nothing is done behind it.
      onOpenChange={() => !pending && onClose()}
      title="Delete this task for good?"
      description={
        <>
          “<bdi className="wrap-anywhere">{task.title}</bdi>” and its history are erased. This cannot be undone.
        </>
      }
      confirmLabel="Delete for good"
      onConfirm={erase}
      pending={pending}
      danger
    >
      {failure && <FormFailure message={failure} />}
    </ConfirmDialog>
  );
}

type EmptyTrashDialogProps = {
  tasks: Task[];
  onErased: (ids: ReadonlySet<string>) => void;
  /** Something was not as the list has it. */
  onLoss: () => void;
  onClose: () => void;
};

/** One after the other; whatever stops it, the rest is still in the trash, and can be gone on with. */
export function EmptyTrashDialog({ tasks, onErased, onLoss, onClose }: EmptyTrashDialogProps) {
  const [progress, setProgress] = useState<{ done: number; all: number }>();
  const [failure, setFailure] = useState<string>();
  const isStopped = useRef(false);
  const announce = useAnnounce();
  const toast = useToast();

  useEffect(() => {
    isStopped.current = false;
    return () => {
      isStopped.current = true;
    };
  }, []);

  const empty = async () => {
    const all = tasks.length;
    const gone = new Set<string>();
    let erased = 0;
    let problem: string | undefined;
    setFailure(undefined);
    setProgress({ done: 0, all });
    for (const task of tasks) {
      if (isStopped.current || problem) break;
      try {
        erased += Number(await eraseTask(task));
        gone.add(task.id);
        setProgress({ done: gone.size, all });
        if (gone.size % SPOKEN_EVERY === 0) announce(`${gone.size} of ${all} are done.`);
      } catch (error) {
        problem = detailOf(error);
      }
    }
    setProgress(undefined);
    onErased(gone);
    if (erased < gone.size) onLoss();
    const rest = all - gone.size;
    const outcome = `${sayCount(erased)} deleted for good${rest > 0 ? `, ${sayCount(rest)} still in the trash` : ""}.`;
    if (problem) return setFailure(`${problem}. ${outcome}`);
    toast({ message: outcome });
    onClose();
  };

  const close = () => {
    isStopped.current = true;
    // Otherwise the request that is under way is waited for, so that what is said is right.
    if (!progress) onClose();
  };

  return (
    <ConfirmDialog
      open
      onOpenChange={close}
      title={`Delete ${sayCount(tasks.length)} for good?`}
      description="Everything in the trash is erased, with its history. This cannot be undone."
      confirmLabel="Empty trash"
      onConfirm={empty}
      pending={progress !== undefined}
      danger
    >
      {progress && (
        <div className="grid gap-2 text-sm text-muted tabular-nums">
          <progress
            aria-label="Emptying the trash"
            value={progress.done}
            max={progress.all}
            className="h-2 w-full forced-colors:appearance-auto appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
          />
          <span>
            {`${progress.done.toLocaleString()} of ${progress.all.toLocaleString()} are done. Cancel keeps the rest.`}
          </span>
        </div>
      )}
      {failure && <FormFailure message={failure} />}
    </ConfirmDialog>
  );
}

function detailOf(error: unknown): string {
  if (error instanceof ApiError) return error.detail;
  throw error;
}
