/** What can be said of a new task beside its title. */
"use client";

import { type ReactNode, useEffect } from "react";
import { DueButton } from "@/components/due/due-button";
import { TextArea } from "@/components/ui/text-area";
import { type Draft, dueOf, priorityOf } from "@/lib/tasks/draft";
import type { Found } from "@/lib/tasks/found";
import type { FieldName } from "@/lib/tasks/limits";
import type { QuickAdd } from "@/lib/tasks/quick-add";
import { PriorityField, TagsField } from "./task-fields";

type MoreFieldsProps = {
  id: string;
  draft: Draft;
  /** What the words of the title say. */
  quick: QuickAdd;
  found: Found | null;
  onChange: (part: Partial<Draft>) => void;
  onPriority: (priority: number) => void;
  /** They are there, and can be focused. */
  onShown: () => void;
};

export default function MoreFields({
  id,
  draft,
  quick,
  found,
  onChange,
  onPriority,
  onShown,
}: MoreFieldsProps): ReactNode {
  useEffect(() => onShown(), [onShown]);
  const errorAt = (field: FieldName) => (draft.fault?.field === field ? draft.fault.message : undefined);
  return (
    <div id={id} className="grid gap-4 px-4 pt-1 pb-3">
      <TextArea
        label="Description"
        rows={2}
        value={draft.description}
        error={errorAt("description")}
        onChange={(event) => onChange({ description: event.target.value, fault: undefined })}
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <DueButton day={dueOf(draft, found)} onChoose={(day) => onChange({ chosenDay: day, fault: undefined })} />
        <PriorityField priority={priorityOf(draft, quick)} error={errorAt("priority")} onChange={onPriority} />
      </div>
      <TagsField
        text={draft.tagText}
        error={errorAt("tags")}
        onChange={(tagText) => onChange({ tagText, fault: undefined })}
      />
    </div>
  );
}
