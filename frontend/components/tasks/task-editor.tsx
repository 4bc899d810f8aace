/** A task opened for editing, in the place of its row. */
"use client";

import { Trash2 } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";
import { useAnnounce } from "@/components/ui/toast";
import { keyOf } from "@/lib/keys";
import type { Task, TaskFields } from "@/lib/sync/tasks";
import { type Fault, type FieldName, faultFrom, faultIn, HALF_A_DATE } from "@/lib/tasks/limits";
import { continued } from "@/lib/tasks/long-title";
import { readTags } from "@/lib/tasks/quick-add";
import { ContinueButton, DueDateField, focusFault, hasHalfADate, PriorityField, TagsField } from "./task-fields";
import { chipIds, UnderstoodChips, useSpokenUnderstanding } from "./understood-chips";
import { useTitleWords } from "./use-title-words";

/** What was written, and why it was refused, if it was. */
export type Draft = { fields: TaskFields; error?: string };

type TaskEditorProps = {
  task: Task;
  draft: Draft | undefined;
  /** Hears what is written before it is saved. */
  onWrite: (fields: TaskFields) => void;
  onSave: (fields: TaskFields) => void;
  onCancel: () => void;
  onRemove: () => void;
};

export function TaskEditor({ task, draft, onWrite, onSave, onCancel, onRemove }: TaskEditorProps) {
  const before = draft?.fields ?? task;
  const isHalfWritten = draft !== undefined;
  const [title, setTitle] = useState(() => inOneLine(before.title));
  const [description, setDescription] = useState(before.description ?? "");
  const [day, setDay] = useState(before.due_date ?? "");
  const [priority, setPriority] = useState(before.priority);
  const [tagText, setTagText] = useState(tagsAsText(before.tags));
  const [fault, setFault] = useState<Fault | undefined>(draft?.error ? faultFrom(draft.error) : undefined);
  const form = useRef<HTMLFormElement>(null);
  const announce = useAnnounce();
  const id = useId();

  useEffect(() => {
    // It was not asked for just now, and somebody may have begun something else.
    if (isHalfWritten && isWritingOutside(form.current)) return;
    const field = form.current?.querySelector<HTMLElement>("[aria-invalid]") ?? form.current?.querySelector("input");
    field?.focus();
    // Of what somebody is in the middle of, the next key must not take anything away.
    if (field instanceof HTMLInputElement && !isHalfWritten) field.select();
    form.current?.scrollIntoView({ block: "nearest" });
  }, [isHalfWritten]);
  useEffect(() => {
    if (!fault) return;
    if (!isWritingOutside(form.current)) focusFault(form.current);
    announce(fault.message);
  }, [fault, announce]);

  const errorAt = (field: FieldName) => (fault?.field === field ? fault.message : undefined);

  // As they are when nobody touched them: a tag of another app may hold what separates tags here.
  const tags = tagText === tagsAsText(before.tags) ? before.tags : readTags(tagText, before.tags);
  const written = {
    title: title === inOneLine(task.title) ? task.title : title.trim(),
    description: description.trim() ? description : null,
    due_date: day || null,
    priority,
    tags,
  };
  const words = useTitleWords(written, task.title);
  const { fields, understood } = words;
  // With the space that the next word is to follow.
  const kept = JSON.stringify({ ...written, title });
  const lastKept = useRef(kept);
  useEffect(() => {
    if (kept === lastKept.current) return;
    lastKept.current = kept;
    onWrite(JSON.parse(kept));
  }, [kept, onWrite]);

  const finish = (fields: TaskFields) => {
    const found = faultIn(fields) ?? (hasHalfADate(form.current) ? HALF_A_DATE : undefined);
    if (found) setFault({ ...found });
    else onSave(fields);
  };

  const save = () => (words.isReady ? finish(fields) : void words.load().then(finish));

  useSpokenUnderstanding(understood);

  const longTitle = errorAt("title") ? continued(fields) : undefined;
  const goOnInDescription = (split: TaskFields) => {
    setTitle(split.title);
    setDescription(split.description ?? "");
    setDay(split.due_date ?? "");
    setPriority(split.priority);
    setTagText(tagsAsText(split.tags));
    setFault(undefined);
  };

  const press = (event: KeyboardEvent) => {
    const key = keyOf(event);
    if (key === "Escape") onCancel();
    else if (key === "Enter" && (event.ctrlKey || event.metaKey)) save();
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
      onMouseDown={keepFocus}
      onChange={() => setFault(undefined)}
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
        error={errorAt("title")}
        aria-describedby={chipIds(id, understood)}
        onChange={(event) => setTitle(event.target.value)}
      />
      {longTitle && <ContinueButton onClick={() => goOnInDescription(longTitle)} />}
      {understood.length > 0 && (
        <div className="flex flex-wrap gap-1.5">
          <UnderstoodChips id={id} understood={understood} onTakeBack={words.takeBack} />
        </div>
      )}
      <TextArea
        label="Description"
        rows={2}
        value={description}
        error={errorAt("description")}
        onChange={(event) => setDescription(event.target.value)}
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <DueDateField
          day={fields.due_date ?? ""}
          error={errorAt("due_date")}
          onChange={(day) => {
            words.takeBackKind("due");
            setDay(day);
          }}
        />
        <PriorityField
          priority={fields.priority}
          error={errorAt("priority")}
          onChange={(priority) => {
            words.takeBackKind("priority");
            setPriority(priority);
          }}
        />
      </div>
      <TagsField text={tagText} error={errorAt("tags")} onChange={setTagText} />
      <div className="flex gap-3">
        <Button type="submit" variant="primary">
          Save
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <Button variant="ghost" className="ml-auto text-danger" onClick={onRemove}>
          <Trash2 aria-hidden className="size-4" />
          <span>Delete</span>
        </Button>
      </div>
    </form>
  );
}

/** In a field that holds words since before this page nobody is writing until they do something. */
function isWritingOutside(form: HTMLFormElement | null): boolean {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) || field.type === "checkbox")
    return false;
  return field.value !== "" && !form?.contains(field) && navigator.userActivation?.hasBeenActive !== false;
}

/** The second half of a double click on the row, which its first half has opened, lands beside the fields. */
function keepFocus(event: MouseEvent) {
  const isBeside = event.target instanceof Element && !event.target.closest("input, textarea, select, button");
  if (event.detail > 1 && isBeside) event.preventDefault();
}

/** A field of one line would glue together what is on two. */
const inOneLine = (text: string) => text.replace(/\s*[\n\v\f\r\u0085\u2028\u2029]\s*/g, " ");

const tagsAsText = (tags: readonly string[]) => tags.join(", ");
