/** What a tag is called. A name that another tag has makes one of both, which is said before it is done. */
"use client";

import type { RefObject } from "react";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { useName } from "@/components/ui/use-name";
import type { Task } from "@/lib/sync/tasks";
import { faultIn } from "@/lib/tasks/limits";
import { otherTag, tagNamed } from "@/lib/tasks/retag";

type TagDialogProps = {
  tag: string;
  tasks: readonly Task[];
  returnsTo: RefObject<HTMLElement | null> | undefined;
  onSave: (name: string) => void;
  onClose: () => void;
};

export function TagDialog({ tag, tasks, returnsTo, onSave, onClose }: TagDialogProps) {
  const { text, save, field } = useName({
    initial: tag,
    faultIn: (written) => faultIn({ tags: [tagNamed(written)] }),
    onSave: (written) => onSave(tagNamed(written)),
    onClose,
  });
  const name = tagNamed(text);
  const other = name ? otherTag(tasks, tag, name) : undefined;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      {...(returnsTo && { returnsTo })}
      title="Rename tag"
      description="In all tasks that have it, also in those that are completed."
      confirmLabel={other ? "Merge" : "Rename"}
      onConfirm={save}
    >
      <Field {...field} dir="auto" autoComplete="off" autoCapitalize="none" />
      <p role="status" className="text-sm text-muted wrap-anywhere empty:hidden">
        {other && <span>{`There is a tag #${other} already: both become one.`}</span>}
      </p>
    </ConfirmDialog>
  );
}
