/** Asks which of two versions of a task is meant, when it was changed here and on another device. */
"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { cx } from "@/lib/cx";
import { apply, differences } from "@/lib/sync/changes";
import type { Conflict, Task } from "@/lib/sync/tasks";
import { type Day, sayDay } from "@/lib/tasks/day";
import { priorityNames } from "@/lib/tasks/quick-add";

type ConflictDialogProps = {
  conflict: Conflict;
  today: Day;
  locale: string;
  onChoose: (keepsMine: boolean) => void;
  onPutOff: () => void;
};

export default function ConflictDialog({ conflict, today, locale, onChoose, onPutOff }: ConflictDialogProps) {
  const { change, theirs } = conflict;
  const mine = apply(theirs, change);
  const differing = new Set(Object.keys(mine ? differences(mine, theirs) : differences(change.seen, theirs)));
  const shown = { differing, today, locale };
  return (
    <Dialog
      open
      comesUnasked
      // Closing decides nothing: neither version may go by accident.
      onOpenChange={onPutOff}
      title="Changed on another device too"
      description="Both versions are here. Which one do you want to keep?"
    >
      <div className="grid gap-3">
        <Version name="Your version">{mine ? <Fields task={mine} {...shown} /> : <p>Deleted</p>}</Version>
        <Version name="The other version">
          <Fields task={theirs} {...shown} />
        </Version>
        <div className="mt-2 flex flex-wrap justify-end gap-3">
          <Button variant="quiet" onClick={() => onChoose(false)}>
            Keep the other
          </Button>
          <Button variant={mine ? "primary" : "danger"} onClick={() => onChoose(true)}>
            {mine ? "Keep mine" : "Delete anyway"}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Version({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section aria-label={name} className="rounded-control border border-line p-3">
      <h3 className="mb-1.5 text-sm font-medium text-muted">{name}</h3>
      {children}
    </section>
  );
}

type FieldsProps = { task: Task; differing: ReadonlySet<string>; today: Day; locale: string };

function Fields({ task, differing, today, locale }: FieldsProps) {
  const { title, description, due_date, priority, tags, completed } = task;
  const rows: [string, string, string][] = [
    ["title", "Title", title],
    ["description", "Description", description || "None"],
    ["due_date", "Due", due_date ? sayDay(due_date, today, locale) : "None"],
    ["priority", "Priority", priorityNames[priority] ?? ""],
    ["tags", "Tags", tags.join(", ") || "None"],
    ["completed", "Completed", completed ? "Yes" : "No"],
  ];
  return (
    <dl className="grid gap-1 text-sm">
      {rows
        .filter(([field]) => field === "title" || differing.has(field))
        .map(([field, name, value]) => (
          <div key={field} className="flex gap-3">
            <dt className="w-24 shrink-0 text-muted">{name}</dt>
            <dd
              dir="auto"
              className={cx(
                "max-h-40 min-w-0 overflow-y-auto wrap-anywhere whitespace-pre-line",
                differing.has(field) && "font-medium",
              )}
            >
              {value}
            </dd>
          </div>
        ))}
    </dl>
  );
}
