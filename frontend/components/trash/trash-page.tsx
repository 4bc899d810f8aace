/** The trash page: what has been deleted, the way back, and the way out for good. */
"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { ApiError } from "@/lib/api/errors";
import { restoreTask, type Task } from "@/lib/api/trash";
import { Count, Loading, Refused } from "../list-states";
import { EmptyTrashDialog, EraseDialog } from "./erase-dialogs";
import { TrashList } from "./trash-list";
import { useTrash } from "./use-trash";

export function TrashPage() {
  const { tasks, failure, reload, drop } = useTrash();
  const toast = useToast();
  const router = useRouter();
  const heading = useRef<HTMLHeadingElement>(null);
  /** The task to be erased, or all of them. */
  const [erasing, setErasing] = useState<Task | "all" | null>(null);

  const tellOfLoss = (task: Task) => {
    toast({ message: `No longer in the trash: ${task.title}` });
    void reload();
  };

  const restore = async (task: Task) => {
    try {
      const isRestored = await restoreTask(task);
      drop(new Set([task.id]));
      if (!isRestored) return tellOfLoss(task);
      toast({
        message: `Restored: ${task.title}`,
        action: { label: "Show tasks", run: () => router.push("/") },
        seconds: 10,
      });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast({ kind: "error", message: error.detail });
    }
  };

  const erased = (task: Task, wasThere: boolean) => {
    setErasing(null);
    drop(new Set([task.id]));
    if (wasThere) toast({ message: `Deleted for good: ${task.title}` });
    else tellOfLoss(task);
  };

  const isEmpty = tasks?.length === 0;
  // With the last task went what had the focus.
  useEffect(() => {
    if (isEmpty && document.activeElement === document.body) heading.current?.focus();
  }, [isEmpty]);

  return (
    <div className="grid grid-cols-1 gap-6">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div>
          <h1 ref={heading} tabIndex={-1} className="text-2xl font-semibold tracking-tight outline-none">
            Trash
          </h1>
          <p className="mt-0.5 text-sm text-pretty text-muted">Deleted tasks are kept for 30 days, then erased.</p>
        </div>
        {/* Its place is kept, so that nothing moves when the tasks arrive. */}
        <Button onClick={() => setErasing("all")} className={tasks && !isEmpty ? "" : "invisible"}>
          Empty trash
        </Button>
      </div>
      <section aria-labelledby="trash-heading">
        <div className="mb-2 flex min-h-5 items-center justify-between gap-4 px-1">
          <h2 id="trash-heading" className="text-sm font-medium text-muted">
            Deleted
          </h2>
          <Count count={tasks?.length} isLoading={!tasks && !failure} />
        </div>
        <div className="overflow-clip rounded-card border border-line bg-surface">
          {tasks ? (
            isEmpty ? (
              <Empty />
            ) : (
              <TrashList tasks={tasks} onRestore={restore} onErase={setErasing} />
            )
          ) : failure ? (
            <Refused detail={failure} onRetry={() => void reload()} />
          ) : (
            <Loading />
          )}
        </div>
      </section>
      {erasing === "all" && tasks && (
        <EmptyTrashDialog tasks={tasks} onErased={drop} onLoss={() => void reload()} onClose={() => setErasing(null)} />
      )}
      {erasing !== null && erasing !== "all" && (
        <EraseDialog
          task={erasing}
          onErased={(wasThere) => erased(erasing, wasThere)}
          onClose={() => setErasing(null)}
        />
      )}
    </div>
  );
}

function Empty() {
  return (
    <div className="grid min-h-[285px] place-content-center justify-items-center gap-1.5 px-6 py-12 text-center">
      <div className="mb-2 flex size-12 items-center justify-center rounded-full bg-accent-soft text-accent">
        <Trash2 aria-hidden className="size-6" />
      </div>
      <p className="font-medium">The trash is empty</p>
      <p className="max-w-sm text-sm text-pretty text-muted">What you delete waits here in case you want it back.</p>
    </div>
  );
}
