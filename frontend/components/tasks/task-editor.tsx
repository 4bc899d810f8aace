/** A task opened for editing, in the place of its row. */
"use client";

import { CircleAlert } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { Task, TaskFields } from "@/lib/sync/tasks";
import { TextArea } from "./text-area";

/** What was written and refused, and why. */
export type Draft = { fields: TaskFields; error: string };

type TaskEditorProps = {
  task: Task;
  draft: Draft | undefined;
  onSave: (fields: TaskFields) => void;
  onCancel: () => void;
};

export function TaskEditor({ task, draft, onSave, onCancel }: TaskEditorProps) {
  const before = draft?.fields ?? task;
  const [title, setTitle] = useState(before.title);
  const [description, setDescription] = useState(before.description ?? "");
  const [day, setDay] = useState(before.due_date ?? "");
  const form = useRef<HTMLFormElement>(null);
  const errorId = useId();

  const error = draft?.error;
  const isAboutDescription = error?.startsWith("Description") ?? false;
  const wrong = { "aria-invalid": true, "aria-describedby": errorId };

  useEffect(() => {
    const field = form.current?.querySelector<HTMLElement>("[aria-invalid]") ?? form.current?.querySelector("input");
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
    form.current?.scrollIntoView({ block: "nearest" });
  }, []);

  const save = () => {
    if (!title.trim()) return;
    const { priority, tags } = before;
    onSave({ title, description: description.trim() ? description : null, due_date: day || null, priority, tags });
  };

  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") onCancel();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
    else return;
    event.preventDefault();
  };

  return (
    <form
      ref={form}
      aria-label={`Edit ${task.title}`}
      noValidate
      className="grid scroll-mt-16 scroll-mb-4 gap-4 bg-accent-soft/40 p-4"
      onKeyDown={press}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Field
        label="Title"
        dir="auto"
        autoComplete="off"
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        {...(error && !isAboutDescription && wrong)}
      />
      <TextArea
        label="Description"
        rows={2}
        value={description}
        onChange={(event) => setDescription(event.target.value)}
        {...(isAboutDescription && wrong)}
      />
      <Field
        label="Due date"
        type="date"
        max="9999-12-31"
        className="max-w-52"
        value={day}
        onChange={(event) => setDay(event.target.value)}
      />
      {error && (
        <p id={errorId} role="alert" className="flex items-start gap-1.5 text-sm text-danger">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
      <div className="flex gap-3">
        <Button type="submit" variant="primary">
          Save
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
