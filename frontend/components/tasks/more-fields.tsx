/** What can be said of a new task beside its title. */
"use client";

import { type ReactNode, useEffect } from "react";
import { DueButton } from "@/components/due/due-button";
import { ReminderField } from "@/components/due/reminder-field";
import { RepeatField } from "@/components/due/repeat-field";
import { TimeField } from "@/components/due/time-field";
import { ListField } from "@/components/lists/list-field";
import { TextArea } from "@/components/ui/text-area";
import { type Draft, toFields, type Understood, understoodOf } from "@/lib/tasks/draft";
import type { Found, Schedule } from "@/lib/tasks/found";
import type { FieldName } from "@/lib/tasks/limits";
import type { QuickAdd } from "@/lib/tasks/quick-add";
import { takenBack } from "@/lib/tasks/taken-back";
import { useToday } from "@/lib/tasks/use-today";
import { PriorityField, TagsField } from "./task-fields";

export type MoreFieldsProps = {
  id: string;
  draft: Draft;
  /** What the words of the title say. */
  quick: QuickAdd;
  found: Found | null;
  /** The list that the view puts it into. */
  listId: string | null;
  onChange: (part: Partial<Draft>) => void;
  /** They are there, and can be focused. */
  onShown: () => void;
};

export default function MoreFields({ id, draft, quick, found, listId, onChange, onShown }: MoreFieldsProps): ReactNode {
  useEffect(() => onShown(), [onShown]);
  const today = useToday();
  const fields = toFields(draft, quick, found);
  const errorAt = (field: FieldName) => (draft.fault?.field === field ? draft.fault.message : undefined);
  const change = (part: Partial<Draft>) => onChange({ ...part, fault: undefined });
  /** None chosen by hand: the words say none either, and are words. */
  const none = (kind: Understood["kind"]) => {
    const before = understoodOf(draft, quick, found).find((one) => one.kind === kind);
    change(before ? takenBack(draft, before, quick, found) : {});
  };
  const schedule = (part: Partial<Schedule>) => change({ chosenSchedule: { ...draft.chosenSchedule, ...part } });
  return (
    <div id={id} className="grid gap-4 px-4 pt-1 pb-3">
      <TextArea
        label="Description"
        rows={2}
        value={draft.description}
        error={errorAt("description")}
        onChange={(event) => change({ description: event.target.value })}
      />
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        <DueButton day={fields.due_date} onChoose={(day) => change({ chosenDay: day })} />
        <TimeField
          time={fields.due_time}
          error={errorAt("due_time")}
          onChange={(time) => {
            if (!time) return none("time");
            schedule({ due_time: time });
            // Without a day there is no time.
            if (!fields.due_date) change({ chosenDay: today });
          }}
        />
        <RepeatField
          repeating={fields}
          day={fields.due_date}
          error={errorAt("repeat")}
          onChange={({ repeat, repeat_from, day }) => {
            if (!repeat) return none("repeat");
            schedule({ repeat, repeat_from });
            change({ chosenDay: day ?? undefined });
          }}
        />
        <ReminderField
          task={fields}
          error={errorAt("remind_before")}
          onChange={(minutes) => (minutes === null ? none("reminder") : schedule({ remind_before: minutes }))}
        />
        <PriorityField
          priority={fields.priority}
          error={errorAt("priority")}
          onChange={(priority) => (priority === 0 ? none("priority") : change({ chosenPriority: priority }))}
        />
        <ListField
          listId={draft.listId === undefined ? listId : draft.listId}
          onChange={(chosen) => change({ listId: chosen === listId ? undefined : chosen })}
        />
      </div>
      <TagsField text={draft.tagText} error={errorAt("tags")} onChange={(tagText) => change({ tagText })} />
    </div>
  );
}
