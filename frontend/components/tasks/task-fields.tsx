/** The fields of a task that the add box and the editor share. */
"use client";

import { Field, SelectField } from "@/components/ui/field";
import { priorityNames } from "@/lib/tasks/quick-add";

type PriorityFieldProps = { priority: number; error?: string | undefined; onChange: (priority: number) => void };

export function PriorityField({ priority, error, onChange }: PriorityFieldProps) {
  return (
    <SelectField
      label="Priority"
      error={error}
      value={priority}
      onChange={(event) => onChange(Number(event.target.value))}
    >
      {priorityNames.map((name, value) => (
        <option key={name} value={value}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

type TagsFieldProps = { text: string; error?: string | undefined; onChange: (text: string) => void };

export function TagsField({ text, error, onChange }: TagsFieldProps) {
  return (
    <Field
      label="Tags"
      hint="With commas or spaces between them."
      error={error}
      dir="auto"
      autoComplete="off"
      autoCapitalize="none"
      value={text}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
