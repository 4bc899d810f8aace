/** The fields of a task that the add box and the editor share. */
"use client";

import { useRef, useState } from "react";
import { Field, SelectField } from "@/components/ui/field";
import { askedInTags } from "@/lib/tasks/completion";
import { priorityNames } from "@/lib/tasks/quick-add";
import { Completing } from "./completing";
import type { CompletionsHandle } from "./completions";

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
  const input = useRef<HTMLInputElement>(null);
  const completions = useRef<CompletionsHandle>(null);
  const [isReached, setReached] = useState(false);
  return (
    <div className="relative">
      <Field
        ref={input}
        label="Tags"
        hint="With commas or spaces between them."
        error={error}
        dir="auto"
        autoComplete="off"
        autoCapitalize="none"
        value={text}
        onFocus={() => setReached(true)}
        onKeyDown={(event) => {
          // A key for what is offered is none for the form.
          if (completions.current?.press(event)) event.stopPropagation();
        }}
        onChange={(event) => onChange(event.target.value)}
      />
      {isReached && <Completing ref={completions} input={input} text={text} ask={askedInTags} onText={onChange} />}
    </div>
  );
}
