/** What a tag is called. A name that another tag has makes one of both, which is said before it is done. */
"use client";

import { type FormEvent, type RefObject, useState } from "react";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import type { Task } from "@/lib/sync/tasks";
import { faultIn } from "@/lib/tasks/limits";
import { otherTag, tagNamed } from "@/lib/tasks/retag";

type TagDialogProps = {
  tag: string;
  tasks: readonly Task[];
  returnsTo: RefObject<HTMLElement | null>;
  onSave: (name: string) => void;
  onClose: () => void;
};

export function TagDialog({ tag, tasks, returnsTo, onSave, onClose }: TagDialogProps) {
  const [text, setText] = useState(tag);
  const [error, setError] = useState<string>();
  const name = tagNamed(text);
  const other = name ? otherTag(tasks, tag, name) : undefined;
  const save = (event: FormEvent<HTMLFormElement>) => {
    const fault = faultIn({ tags: [name] });
    if (!fault) {
      onSave(name);
      return onClose();
    }
    setError(fault.message);
    event.currentTarget.querySelector("input")?.focus();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      returnsTo={returnsTo}
      title="Rename tag"
      description="In all tasks that have it, also in those that are completed."
      confirmLabel={other ? "Merge" : "Rename"}
      onConfirm={save}
    >
      <Field
        label="Name"
        dir="auto"
        autoComplete="off"
        autoCapitalize="none"
        value={text}
        error={error}
        onChange={(event) => {
          setText(event.target.value);
          setError(undefined);
        }}
      />
      <p role="status" className="text-sm text-muted wrap-anywhere empty:hidden">
        {other && <span>{`There is a tag #${other} already: both become one.`}</span>}
      </p>
    </ConfirmDialog>
  );
}
