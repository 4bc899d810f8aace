/** The box that new tasks are typed into. */
"use client";

import { CalendarDays, ChevronDown, CircleAlert, X } from "lucide-react";
import {
  type KeyboardEvent,
  type Ref,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { useAnnounce, useToast } from "@/components/ui/toast";
import { cx } from "@/lib/cx";
import { type Refusal, type TaskFields, useRefusals } from "@/lib/sync/tasks";
import { sayDay } from "@/lib/tasks/day";
import { blank, type Draft, dueOf, toFields } from "@/lib/tasks/draft";
import { useLocale, useToday } from "@/lib/tasks/use-today";
import { TextArea } from "./text-area";
import { useFoundDay } from "./use-found-day";

/** Long enough for somebody to have stopped typing. */
const PAUSE_MS = 700;

type AddTaskProps = { ref: Ref<HTMLInputElement>; onAdd: (fields: TaskFields) => void; onLeave: () => void };

export function AddTask({ ref, onAdd, onLeave }: AddTaskProps) {
  const [draft, setDraft] = useState(blank);
  const [isOpen, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const today = useToday();
  const locale = useLocale();
  const { found, findNow } = useFoundDay(draft.text);
  useImperativeHandle(ref, () => input.current as HTMLInputElement);

  const change = (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part }));
  const due = dueOf(draft, found);
  const dueInWords = due && sayDay(due, today, locale);

  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  useSpokenDue(dueInWords);
  useReturnedDraft(draft, setDraft, input);

  const ignore = () => {
    change({ chosen: undefined, ignored: found?.words });
    input.current?.focus();
  };

  const submit = async () => {
    if (!draft.text.trim()) return;
    // Free at once for the next one.
    setDraft(blank);
    const fields = toFields(draft, found ?? (await findNow()));
    onAdd(fields);
  };

  const press = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    if (due) ignore();
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
      className="rounded-card border border-line bg-surface shadow-xs transition-colors focus-within:border-accent"
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
        placeholder="Add a task, like “Buy milk tomorrow”"
        className="block min-h-13 w-full rounded-card bg-transparent px-4 pt-1 text-base text-ink outline-none placeholder:text-muted"
        value={draft.text}
        aria-invalid={draft.error ? true : undefined}
        aria-describedby={draft.error ? `${id}-error` : due ? `${id}-due` : undefined}
        onKeyDown={press}
        onChange={(event) =>
          change({ text: event.target.value, error: undefined, ...(event.target.value ? {} : { ignored: undefined }) })
        }
      />
      {isOpen && (
        <div id={`${id}-more`} className="grid gap-4 px-4 pt-1 pb-3">
          <TextArea
            label="Description"
            rows={2}
            value={draft.description}
            onChange={(event) => change({ description: event.target.value, error: undefined })}
          />
          <Field
            label="Due date"
            type="date"
            max="9999-12-31"
            className="max-w-52"
            value={due ?? ""}
            onChange={(event) => change({ chosen: event.target.value || null })}
          />
        </div>
      )}
      <div className="flex items-center justify-between gap-2 px-2 pb-2">
        <div className="min-w-0 pl-1">
          {draft.error ? (
            <BoxError id={`${id}-error`} error={draft.error} />
          ) : (
            dueInWords && <DueChip id={`${id}-due`} words={dueInWords} onRemove={ignore} />
          )}
        </div>
        <div className="flex items-center gap-1">
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
    <p id={id} role="alert" className="flex items-start gap-1.5 px-1 text-sm text-danger">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      {error}
    </p>
  );
}

function DueChip({ id, words, onRemove }: { id: string; words: string; onRemove: () => void }) {
  return (
    <span className="fade inline-flex max-w-full items-center gap-1.5 rounded-full bg-accent-soft pl-3 text-sm font-medium text-accent">
      <CalendarDays aria-hidden className="size-3.5 shrink-0" />
      <span id={id} className="truncate">
        <span className="sr-only">Due </span>
        {words}
      </span>
      <button
        type="button"
        aria-label="Remove due date"
        title="Remove due date"
        onClick={onRemove}
        className="flex size-8 shrink-0 cursor-pointer items-center justify-center rounded-full hover:text-accent-strong"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  );
}

function useSpokenDue(due: string | null) {
  const announce = useAnnounce();
  useEffect(() => {
    if (!due) return;
    const timer = setTimeout(() => announce(`Due ${due}. Escape keeps the words instead.`), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [due, announce]);
}

/** A task that the API refuses comes back into the box, unless something else is being written there. */
function useReturnedDraft(draft: Draft, setDraft: (draft: Draft) => void, input: { current: HTMLInputElement | null }) {
  const toast = useToast();
  const isBusy = draft.text !== "";
  useRefusals(
    useCallback(
      ({ change, detail }: Refusal) => {
        if (change.kind !== "create") return;
        const { title, description, due_date } = change.fields;
        const bringBack = () => {
          setDraft({
            text: title,
            description: description ?? "",
            chosen: due_date,
            ignored: undefined,
            error: detail,
          });
          input.current?.focus();
        };
        if (isBusy) toast({ kind: "error", message: detail, action: { label: "Edit it", run: bringBack } });
        else bringBack();
      },
      [isBusy, setDraft, input, toast],
    ),
  );
}
