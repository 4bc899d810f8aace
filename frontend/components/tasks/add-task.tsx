/** The box that new tasks are typed into. */
"use client";

import { ChevronDown, CircleAlert } from "lucide-react";
import { type KeyboardEvent, type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/text-area";
import { cx } from "@/lib/cx";
import type { TaskFields } from "@/lib/sync/tasks";
import {
  blank,
  type Draft,
  dueOf,
  priorityOf,
  quickAddOf,
  takenBack,
  toFields,
  typed,
  type Understood,
  understoodOf,
} from "@/lib/tasks/draft";
import { DueDateField, PriorityField, TagsField } from "./task-fields";
import { chipIds, UnderstoodChips, useSpokenUnderstanding } from "./understood-chips";
import { useFoundDay } from "./use-found-day";
import { useReturnedDraft } from "./use-returned-draft";

type AddTaskProps = { ref: Ref<HTMLInputElement>; onAdd: (fields: TaskFields) => void; onLeave: () => void };

export function AddTask({ ref, onAdd, onLeave }: AddTaskProps) {
  const [draft, setDraft] = useState(blank);
  const [isOpen, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const quick = quickAddOf(draft);
  const { found, findNow } = useFoundDay(quick.rest);
  const understood = understoodOf(draft, quick, found);
  useImperativeHandle(ref, () => input.current as HTMLInputElement);

  const change = (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part }));

  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  useSpokenUnderstanding(understood);
  useReturnedDraft(draft, setDraft, input);

  const takeBack = (one: Understood) => {
    change(takenBack(draft, one, quick, found));
    input.current?.focus();
  };

  const choosePriority = (priority: number) => {
    const before = understood.find((one) => one.kind === "priority");
    // None chosen by hand takes the words back, too.
    if (before && priority === 0) change(takenBack(draft, before, quick, found));
    else change({ chosenPriority: priority });
  };

  const submit = async () => {
    if (!draft.text.trim()) return;
    // Free at once for the next one.
    setDraft(blank);
    const fields = toFields(draft, quick, found ?? (await findNow()));
    onAdd(fields);
  };

  const press = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    const last = understood.at(-1);
    if (last) takeBack(last);
    else if (isOpen) setOpen(false);
    else onLeave();
  };

  return (
    <form
      aria-label="Add a task"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      className="min-w-0 rounded-card border border-line bg-surface shadow-xs transition-colors focus-within:border-accent"
    >
      <label htmlFor={id} className="sr-only">
        New task
      </label>
      <input
        ref={input}
        id={id}
        dir="auto"
        autoComplete="off"
        enterKeyHint="done"
        placeholder="Try “Buy milk tomorrow #home !1”"
        className="block min-h-13 w-full rounded-card bg-transparent px-4 pt-1 text-base text-ink outline-none placeholder:text-muted"
        value={draft.text}
        aria-invalid={draft.error ? true : undefined}
        aria-describedby={draft.error ? `${id}-error` : chipIds(`${id}-understood`, understood)}
        onKeyDown={press}
        onChange={(event) => change(typed(draft, event.target.value))}
      />
      {isOpen && (
        <div id={`${id}-more`} className="grid gap-4 px-4 pt-1 pb-3">
          <TextArea
            label="Description"
            rows={2}
            value={draft.description}
            onChange={(event) => change({ description: event.target.value, error: undefined })}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <DueDateField day={dueOf(draft, found) ?? ""} onChange={(day) => change({ chosenDay: day || null })} />
            <PriorityField priority={priorityOf(draft, quick)} onChange={choosePriority} />
          </div>
          <TagsField text={draft.tagText} onChange={(tagText) => change({ tagText, error: undefined })} />
        </div>
      )}
      <div className="flex flex-wrap items-center gap-1.5 pr-2 pb-2 pl-3">
        {draft.error ? (
          <BoxError id={`${id}-error`} error={draft.error} />
        ) : (
          <UnderstoodChips id={`${id}-understood`} understood={understood} onTakeBack={takeBack} />
        )}
        <div className="ml-auto flex items-center gap-1">
          <Button
            variant="ghost"
            size="sm"
            aria-expanded={isOpen}
            aria-controls={isOpen ? `${id}-more` : undefined}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? "Less" : "More"}
            <ChevronDown aria-hidden className={cx("size-4 transition-transform", isOpen && "rotate-180")} />
          </Button>
          <Button type="submit" variant="primary" size="sm">
            Add task
          </Button>
        </div>
      </div>
    </form>
  );
}

function BoxError({ id, error }: { id: string; error: string }) {
  return (
    <p id={id} role="alert" className="flex min-w-0 flex-1 basis-52 items-start gap-1.5 px-1 text-sm text-danger">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      {error}
    </p>
  );
}
