/** What is chosen of an open task, beside what is written of it. What is chosen counts more than the words of the title. */
"use client";

import { DueButton } from "@/components/due/due-button";
import { ReminderField } from "@/components/due/reminder-field";
import { RepeatField } from "@/components/due/repeat-field";
import { TimeField } from "@/components/due/time-field";
import { ListField } from "@/components/lists/list-field";
import type { TaskFields } from "@/lib/sync/tasks";
import type { Understood } from "@/lib/tasks/draft";
import type { FieldName } from "@/lib/tasks/limits";
import type { TaskForm } from "@/lib/tasks/task-form";
import { useToday } from "@/lib/tasks/use-today";
import { PriorityField } from "./task-fields";

type EditorFieldsProps = {
  /** With what the title says. */
  fields: TaskFields;
  listId: string | null;
  errorAt: (field: FieldName) => string | undefined;
  /** Words of that kind are text after all. */
  onTakeBack: (kind: Understood["kind"]) => void;
  onChange: (part: Partial<TaskForm>) => void;
};

export function EditorFields({ fields, listId, errorAt, onTakeBack, onChange }: EditorFieldsProps) {
  const today = useToday();
  return (
    <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
      <DueButton
        day={fields.due_date}
        onChoose={(day) => {
          onTakeBack("due");
          onChange({ day: day ?? "" });
        }}
      />
      <TimeField
        time={fields.due_time}
        error={errorAt("due_time")}
        onChange={(time) => {
          onTakeBack("time");
          // Without a day there is no time.
          onChange({ time: time ?? "", ...(time && { day: fields.due_date ?? today }) });
        }}
      />
      <RepeatField
        repeating={fields}
        day={fields.due_date}
        error={errorAt("repeat")}
        onChange={({ repeat, repeat_from, day }) => {
          onTakeBack("repeat");
          onChange({ repeat, repeat_from, day: day ?? "" });
        }}
      />
      <ReminderField
        task={fields}
        error={errorAt("remind_before")}
        onChange={(remind_before) => {
          onTakeBack("reminder");
          onChange({ remind_before });
        }}
      />
      <PriorityField
        priority={fields.priority}
        error={errorAt("priority")}
        onChange={(priority) => {
          onTakeBack("priority");
          onChange({ priority });
        }}
      />
      <ListField listId={listId} onChange={(list_id) => onChange({ list_id })} />
    </div>
  );
}
