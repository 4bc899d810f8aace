/** Asks which of two versions of a task is meant, when it was changed here and elsewhere. */
"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { cx } from "@/lib/cx";
import type { Reader } from "@/lib/domain/fields";
import { differences, fieldNames, taskFields } from "@/lib/domain/task";
import { sayField } from "@/lib/domain/task-version";
import { mineOf, theirsOf } from "@/lib/sync/conflict";
import type { Conflict, Pending, Task } from "@/lib/sync/tasks";
import { useReader } from "./use-reader";

type ConflictDialogProps = {
  conflict: Conflict;
  pending: readonly Pending[];
  onChoose: (keepsMine: boolean) => void;
  onPutOff: () => void;
};

export default function ConflictDialog({ conflict, pending, onChoose, onPutOff }: ConflictDialogProps) {
  const mine = mineOf(taskFields, conflict, pending);
  const theirs = theirsOf(taskFields, conflict);
  const differing = new Set(Object.keys(differences(mine ?? conflict.change.seen, theirs ?? conflict.change.seen)));
  const shown = { differing, reader: useReader() };
  const words = !theirs ? wordsWhenGone : mine ? wordsForBoth : wordsForDeleting;
  return (
    <Dialog
      open
      comesUnasked
      // Closing decides nothing: neither version may go by accident.
      onOpenChange={onPutOff}
      title={words.title}
      description={words.description}
    >
      <div className="grid gap-3">
        <Version name="Your version">{mine ? <Fields task={mine} {...shown} /> : <p>Deleted</p>}</Version>
        <Version name="The other version">{theirs ? <Fields task={theirs} {...shown} /> : <p>Deleted</p>}</Version>
        <div className="mt-2 flex flex-wrap justify-end gap-3">
          <Button variant="quiet" onClick={() => onChoose(false)}>
            {words.other}
          </Button>
          <Button variant={mine ? "primary" : "danger"} onClick={() => onChoose(true)}>
            {words.mine}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

// Another tab counts as elsewhere, too.
const wordsForBoth = {
  title: "Changed elsewhere too",
  description: "In another tab or on another device. Both versions are here. Which one do you want to keep?",
  other: "Keep the other",
  mine: "Keep mine",
};

const wordsForDeleting = { ...wordsForBoth, mine: "Delete anyway" };

const wordsWhenGone = {
  title: "Deleted elsewhere",
  description: "In another tab or on another device. What you have changed is still here. Do you want the task back?",
  other: "Keep it deleted",
  mine: "Bring it back with my changes",
};

function Version({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section aria-label={name} className="rounded-control border border-line p-3">
      <h3 className="mb-1.5 text-sm font-medium text-muted">{name}</h3>
      <div>{children}</div>
    </section>
  );
}

type FieldsProps = { task: Task; differing: ReadonlySet<string>; reader: Reader };

function Fields({ task, differing, reader }: FieldsProps) {
  return (
    <dl className="grid gap-1 text-sm">
      {fieldNames
        .filter((name) => name === "title" || (differing.has(name) && !taskFields[name].isPlace))
        .map((name) => (
          <div key={name} className="flex gap-3">
            <dt className="w-24 shrink-0 text-muted">{taskFields[name].label}</dt>
            <dd
              dir="auto"
              className={cx(
                "max-h-40 min-w-0 overflow-y-auto wrap-anywhere whitespace-pre-line",
                differing.has(name) && "font-medium",
              )}
            >
              {sayField(name, task, reader)}
            </dd>
          </div>
        ))}
    </dl>
  );
}
