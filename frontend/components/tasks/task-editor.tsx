/** The fields of the open task. What is written is saved as soon as somebody pauses, or leaves a field. */
"use client";

import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useEffectEvent,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { DueButton } from "@/components/due/due-button";
import { ReminderField } from "@/components/due/reminder-field";
import { RepeatField } from "@/components/due/repeat-field";
import { TimeField } from "@/components/due/time-field";
import { ListField } from "@/components/lists/list-field";
import { useAnnounce } from "@/components/ui/toast";
import { useUndone } from "@/components/undo/undo";
import { differences, isEmpty } from "@/lib/domain/task";
import { keyOf } from "@/lib/keys";
import { type Task, type TaskFields, tasksIn } from "@/lib/sync/tasks";
import { type Fault, type FieldName, faultIn } from "@/lib/tasks/limits";
import { continued } from "@/lib/tasks/long-title";
import { formOf, type TaskForm, writtenIn } from "@/lib/tasks/task-form";
import { useToday } from "@/lib/tasks/use-today";
import { DescriptionField } from "./description-field";
import { ContinueButton, focusFault } from "./faults";
import { PriorityField, TagsField } from "./task-fields";
import { TitleField } from "./title-field";
import { Understanding, understandingIds } from "./understanding";
import { useTitleWords } from "./use-title-words";

/** What was written, and why it was refused, if it was. */
export type Draft = { fields: TaskFields; fault?: Fault };

type TaskEditorProps = {
  ref: Ref<HTMLFormElement>;
  /** As it was when it was opened. */
  task: Task;
  /** As it is now; undefined where it is gone. */
  current: Task | undefined;
  draft: Draft | undefined;
  /** Hears what is written before it is saved, and that there is nothing of that kind any more. */
  onWrite: (fields: TaskFields | undefined) => void;
  /** What is written is to be saved, which was made of `base`. */
  onSave: (base: Task, fields: TaskFields) => void;
  /** Everything is saved. */
  onClose: (latest: TaskFields) => void;
  /** It is left, and what is written cannot be saved. */
  onGiveUp: () => void;
  /** What else can be done with the task. */
  children: ReactNode;
};

/** Long enough for somebody to have stopped typing. */
const PAUSE_MS = 800;

export function TaskEditor({
  ref,
  task,
  current,
  draft,
  onWrite,
  onSave,
  onClose,
  onGiveUp,
  children,
}: TaskEditorProps) {
  const isHalfWritten = draft !== undefined;
  /** What is saved, or was so when it was opened: what is written is compared with that. */
  const [base, setBase] = useState(task);
  const [form, setForm] = useState(() => formOf(draft?.fields ?? task));
  const [fault, setFault] = useState(draft?.fault);
  const element = useRef<HTMLFormElement>(null);
  useImperativeHandle(ref, () => element.current as HTMLFormElement);
  const announce = useAnnounce();
  const id = useId();
  const today = useToday();

  useEffect(() => {
    // It was not asked for just now, and somebody may have begun something else.
    if (isHalfWritten && isWritingOutside(element.current)) return;
    const invalid = element.current?.querySelector<HTMLElement>("[aria-invalid]");
    // Whoever reads does not want a keyboard over half of the screen.
    if (!invalid && window.matchMedia("(pointer: coarse)").matches) return element.current?.focus();
    const field = invalid ?? element.current?.querySelector("textarea");
    field?.focus();
    // Of what somebody is in the middle of, the next key must not take anything away.
    if (field instanceof HTMLTextAreaElement && !isHalfWritten) field.select();
  }, [isHalfWritten]);
  useEffect(() => {
    if (!fault) return;
    if (!isWritingOutside(element.current)) focusFault(element.current);
    announce(fault.message);
  }, [fault, announce]);

  const errorAt = (field: FieldName) => (fault?.field === field ? fault.message : undefined);

  const written = writtenIn(form, base);
  const words = useTitleWords(written, task.title);
  const { fields, understood } = words;

  // What others have made of a field that is not touched here shows at once, and so does what is undone here.
  const take = (latest: Task) => {
    const theirs = differences(base, latest);
    const untouched = Object.keys(theirs).filter((name) => isEmpty(differences(pick(base, name), pick(written, name))));
    const news = pick(latest, ...untouched);
    setBase({ ...base, ...news, version: latest.version });
    if (untouched.length > 0) setForm(formOf({ ...written, ...news }));
  };
  if (current && current.version > base.version) take(current);
  useUndone((done) => {
    const latest = tasksIn(done).find(({ id }) => id === task.id);
    if (latest) take(latest);
  });

  // With the space that the next word is to follow.
  const kept = JSON.stringify({ ...written, title: form.title });
  const lastKept = useRef(kept);
  const isDirty = !isEmpty(differences(base, fields)) || !isEmpty(differences(base, written));
  const keep = useEffectEvent(() => onWrite(isDirty ? JSON.parse(kept) : undefined));
  const saveQuietly = useEffectEvent(() => {
    // What was refused is not sent again before somebody has changed it.
    if (fault || !isDirty || !words.isReady || faultIn(fields)) return;
    save(fields);
  });
  useEffect(() => {
    if (kept === lastKept.current) return;
    lastKept.current = kept;
    keep();
  }, [kept]);
  // Also once the words can be read.
  const pause = isDirty && words.isReady ? kept : undefined;
  useEffect(() => {
    if (pause === undefined) return;
    const timer = setTimeout(() => saveQuietly(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [pause]);

  const save = (fields: TaskFields) => {
    if (isEmpty(differences(base, fields))) return;
    onSave(base, fields);
    setBase({ ...base, ...fields });
  };
  const finish = (fields: TaskFields) => {
    const found = faultIn(fields);
    if (found) return setFault({ ...found });
    save(fields);
    onClose(fields);
  };
  const close = () => (words.isReady ? finish(fields) : void words.load().then(finish));
  const leave = () => {
    if (faultIn(fields)) onGiveUp();
    else close();
  };

  const change = (part: Partial<TaskForm>) => setForm((before) => ({ ...before, ...part }));
  const longTitle = errorAt("title") ? continued(fields) : undefined;
  const goOnInDescription = (split: TaskFields) => {
    setForm(formOf(split));
    setFault(undefined);
  };

  const press = (event: KeyboardEvent) => {
    const key = keyOf(event);
    if (key === "Escape") leave();
    else if (key === "Enter" && (event.ctrlKey || event.metaKey)) close();
    else return;
    event.preventDefault();
  };

  return (
    <form
      ref={element}
      aria-label={`Edit ${task.title}`}
      noValidate
      tabIndex={-1}
      className="grid gap-4 p-4 outline-none"
      onKeyDown={press}
      onMouseDown={keepFocus}
      onChange={() => setFault(undefined)}
      onBlur={() => saveQuietly()}
      onSubmit={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <div className="sticky top-0 z-10 -mx-4 -mt-4 flex items-center gap-1 border-b border-line bg-surface px-2 py-1.5">
        {children}
      </div>
      <TitleField
        text={form.title}
        error={errorAt("title")}
        aria-describedby={understandingIds(id, understood)}
        onChange={(title) => change({ title })}
      />
      {longTitle && <ContinueButton onClick={() => goOnInDescription(longTitle)} />}
      {understood.length > 0 && (
        <div className="flex flex-wrap gap-1.5">
          <Understanding id={id} understood={understood} onTakeBack={words.takeBack} />
        </div>
      )}
      <DescriptionField
        text={form.description}
        error={errorAt("description")}
        onChange={(event) => change({ description: event.target.value })}
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <DueButton
          day={fields.due_date}
          onChoose={(day) => {
            words.takeBackKind("due");
            change({ day: day ?? "" });
          }}
        />
        <TimeField
          time={fields.due_time}
          error={errorAt("due_time")}
          onChange={(time) => {
            words.takeBackKind("time");
            // Without a day there is no time.
            change({ time: time ?? "", ...(time && { day: fields.due_date ?? today }) });
          }}
        />
        <RepeatField
          repeating={fields}
          day={fields.due_date}
          error={errorAt("repeat")}
          onChange={({ repeat, repeat_from, day }) => {
            words.takeBackKind("repeat");
            change({ repeat, repeatFrom: repeat_from, day: day ?? "" });
          }}
        />
        <ReminderField
          task={fields}
          error={errorAt("remind_before")}
          onChange={(remindBefore) => {
            words.takeBackKind("reminder");
            change({ remindBefore });
          }}
        />
        <PriorityField
          priority={fields.priority}
          error={errorAt("priority")}
          onChange={(priority) => {
            words.takeBackKind("priority");
            change({ priority });
          }}
        />
        <ListField listId={form.listId} onChange={(listId) => change({ listId })} />
      </div>
      <TagsField text={form.tagText} error={errorAt("tags")} onChange={(tagText) => change({ tagText })} />
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

function pick<Thing extends object>(thing: Thing, ...names: string[]): Partial<Thing> {
  return Object.fromEntries(Object.entries(thing).filter(([name]) => names.includes(name))) as Partial<Thing>;
}
