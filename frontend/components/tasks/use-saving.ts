/** What is written in the fields of the open task, and its saving: as soon as somebody pauses, or leaves a field. */
"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { differences, isEmpty } from "@/lib/domain/task";
import type { Task, TaskFields } from "@/lib/sync/tasks";
import { type Fault, faultIn } from "@/lib/tasks/limits";
import { formOf, type TaskForm, withNews, writtenIn } from "@/lib/tasks/task-form";
import { useTitleWords } from "./use-title-words";

/** What was written, and why it was refused, if it was. */
export type Draft = { fields: TaskFields; fault?: Fault };

export type Saving = {
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
};

/** Long enough for somebody to have stopped typing. */
const PAUSE_MS = 800;

export function useSaving({ task, current, draft, onWrite, onSave, onClose, onGiveUp }: Saving) {
  /** What is saved, or was so when it was opened: what is written is compared with that. */
  const [base, setBase] = useState(task);
  /** As the page has shown it last. */
  const [shown, setShown] = useState(task);
  /** As it came here: what its words mean is known, and only what is written on is read. */
  const [title, setTitle] = useState(task.title);
  const [form, setForm] = useState(() => formOf(draft?.fields ?? task));
  const [fault, setFault] = useState(draft?.fault);
  const written = writtenIn(form, base);
  const words = useTitleWords(written, title);
  const { fields } = words;

  // What becomes of a field that is not touched here shows at once, whoever has done it, and wherever on this page.
  if (current && current !== shown) {
    const touched = differences(base, fields);
    const news = pick(current, ...Object.keys(differences(base, current)).filter((name) => !(name in touched)));
    // Words of the title that no longer say what is so have been taken as what they said.
    const isReread = !isEmpty(pick(differences(written, fields), ...Object.keys(news)));
    setShown(current);
    setBase({ ...base, ...news, version: current.version });
    if (news.title !== undefined) setTitle(news.title);
    // The other fields stay to the letter: a space or a comma may stand before the next word.
    setForm(withNews(form, formOf(written), formOf({ ...(isReread ? fields : written), ...news })));
  }

  // With the space that the next word is to follow.
  const kept = JSON.stringify({ ...written, title: form.title });
  const lastKept = useRef(kept);
  const isDirty = !isEmpty(differences(base, fields)) || !isEmpty(differences(base, written));
  const keep = useEffectEvent(() => onWrite(isDirty ? JSON.parse(kept) : undefined));
  const saveQuietly = () => {
    // What was refused is not sent again before somebody has changed it; what is gone waits until it is back, or is closed.
    if (!current || fault || !isDirty || !words.isReady || faultIn(fields)) return;
    save(fields);
  };
  const saveAfterPause = useEffectEvent(saveQuietly);
  useEffect(() => {
    if (kept === lastKept.current) return;
    lastKept.current = kept;
    keep();
  }, [kept]);
  // Also once the words can be read, and once the task is back.
  const pause = isDirty && words.isReady && current ? kept : undefined;
  useEffect(() => {
    if (pause === undefined) return;
    const timer = setTimeout(() => saveAfterPause(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [pause]);

  const save = (fields: TaskFields, since = base) => {
    const saved = { ...since, ...fields };
    if (!isEmpty(differences(since, fields))) {
      onSave(since, fields);
      setBase(saved);
    }
    return saved;
  };
  const finish = (fields: TaskFields, since = base) => {
    const found = faultIn(fields);
    if (found) return setFault({ ...found });
    save(fields, since);
    onClose(fields);
  };
  const close = () => {
    if (words.isReady) return finish(fields);
    // It is kept before its words are read: on a slow line the page may be gone by then.
    const since = faultIn(written) ? base : save(written);
    void words.load().then((read) => finish(read, since));
  };
  const leave = () => {
    if (faultIn(fields)) onGiveUp();
    else close();
  };

  return {
    form,
    words,
    fault,
    change: (part: Partial<TaskForm>) => setForm((before) => ({ ...before, ...part })),
    /** In place of all that is written. */
    replace: (fields: TaskFields) => {
      setForm(formOf(fields));
      setFault(undefined);
    },
    forgetFault: () => setFault(undefined),
    saveQuietly,
    close,
    leave,
  };
}

function pick<Thing extends object>(thing: Thing, ...names: string[]): Partial<Thing> {
  return Object.fromEntries(Object.entries(thing).filter(([name]) => names.includes(name))) as Partial<Thing>;
}
