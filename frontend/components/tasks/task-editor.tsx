/** A task opened for editing, in the place of its row. */
"use client";

import { CircleAlert } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";
import type { Task, TaskFields } from "@/lib/sync/tasks";
import { readTags } from "@/lib/tasks/quick-add";
import { DueDateField, PriorityField, TagsField } from "./task-fields";

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
  const [priority, setPriority] = useState(before.priority);
  const [tagText, setTagText] = useState(tagsAsText(before.tags));
  const form = useRef<HTMLFormElement>(null);
  const errorId = useId();

  const error = draft?.error;
  const subject = error && subjectOf(error);
  const wrong = { "aria-invalid": true, "aria-describedby": errorId };

  useEffect(() => {
    const field = form.current?.querySelector<HTMLElement>("[aria-invalid]") ?? form.current?.querySelector("input");
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
    form.current?.scrollIntoView({ block: "nearest" });
  }, []);

  const save = () => {
    const trimmed = title.trim();
    if (!trimmed) return;
    // As they are when nobody touched them: a tag of another app may hold what separates tags here.
    const tags = tagText === tagsAsText(before.tags) ? before.tags : readTags(tagText, before.tags);
    onSave({
      title: trimmed,
      description: description.trim() ? description : null,
      due_date: day || null,
      priority,
      tags,
    });
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
        {...(subject === "title" && wrong)}
      />
      <TextArea
        label="Description"
        rows={2}
        value={description}
        onChange={(event) => setDescription(event.target.value)}
        {...(subject === "description" && wrong)}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <DueDateField day={day} onChange={setDay} />
        <PriorityField priority={priority} error={subject === "priority" ? error : undefined} onChange={setPriority} />
      </div>
      <TagsField text={tagText} error={subject === "tags" ? error : undefined} onChange={setTagText} />
      {(subject === "title" || subject === "description") && (
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

const tagsAsText = (tags: readonly string[]) => tags.join(", ");

/** What a sentence of the API is about; one that names nothing stands at the title. */
function subjectOf(error: string): "title" | "description" | "priority" | "tags" {
  // "Tags must be at most 20", and "Tag must be at most 40 characters" of a single one.
  if (/^Tags?\b/.test(error)) return "tags";
  if (error.startsWith("Priority")) return "priority";
  return error.startsWith("Description") ? "description" : "title";
}
