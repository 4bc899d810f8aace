/** The box that new tasks are typed into. */
"use client";

import {
  type KeyboardEvent,
  type Ref,
  useCallback,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { keyOf } from "@/lib/keys";
import { type Draft, hasMore } from "@/lib/tasks/draft";
import { useMedia } from "@/lib/use-media";
import { AddButtons } from "./add-buttons";
import { Completing } from "./completing";
import { More, reachMore } from "./more";
import { Notes } from "./notes";
import type { Adding } from "./use-adding";
import { useBox } from "./use-box";
import { useDraftFocus } from "./use-draft-focus";

type AddTaskProps = Pick<Adding, "defaults" | "onAdd"> & {
  ref: Ref<HTMLInputElement>;
  isAdded: (id: string) => Promise<boolean>;
  onLeave: () => void;
};

export function AddTask({ ref, defaults, onAdd, isAdded, onLeave }: AddTaskProps) {
  const form = useRef<HTMLFormElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const box = useBox({ input, noun: "tasks", defaults, onAdd, goesOn: false });
  const { id, draft, setDraft, latestDraft, quick, found, change, notes } = box;
  const [isOpen, setOpen] = useState(hasMore(draft));
  /** Whether the fields that are fetched for it are there. */
  const [isShown, setShown] = useState(false);
  const shown = useCallback(() => setShown(true), []);
  // Before that the browser would send the form itself, and the words would be gone.
  // Half of an example would explain nothing.
  const isWide = useMedia("(min-width: 30rem)");
  useImperativeHandle(ref, () => input.current as HTMLInputElement);

  useDraftFocus({ draft, setDraft, latestDraft, form, input, isOpen, isShown, setOpen });
  // Where it cannot be fetched, they are still there after the next reload.
  const addLeft = useEffectEvent(() => {
    if (box.written.getLeaving().length > 0)
      import("./add-left").then((late) => late.addLeft(box.written, isAdded, box.add)).catch(() => {});
  });
  useEffect(() => addLeft(), []);

  const goOnInDescription = (shortened: Draft) => {
    setDraft(shortened);
    setOpen(true);
    input.current?.focus();
  };

  const fold = () => {
    // What is hidden has nothing to say.
    change({ fault: undefined });
    setOpen(false);
    setShown(false);
  };

  const reachAll = () => {
    box.reach();
    reachMore();
  };

  const press = (event: KeyboardEvent) => {
    if (box.press(event) || keyOf(event) !== "Escape") return;
    event.preventDefault();
    if (isOpen) fold();
    else onLeave();
  };

  return (
    <form
      ref={form}
      aria-label="Add a task"
      onFocus={reachAll}
      onPointerEnter={reachAll}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void box.submit();
      }}
      className="relative min-w-0 rounded-card border border-line bg-surface shadow-xs transition-colors focus-within:border-accent print:hidden"
    >
      {/* The chips follow their words for the tab key, and stand below for the eye. */}
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center">
        <label htmlFor={id} className="sr-only">
          New task
        </label>
        <input
          {...box.field}
          placeholder={isWide ? "Try “Buy milk tomorrow #home !1”" : "Add a task"}
          className="block min-h-13 w-full min-w-0 flex-1 rounded-card bg-transparent pl-4 text-base text-ellipsis text-ink outline-none placeholder:text-muted"
          onKeyDown={press}
        />
        <Notes {...notes} onContinue={goOnInDescription} />
        <AddButtons
          isOpen={isOpen}
          moreId={isShown ? `${id}-more` : undefined}
          onMore={isOpen ? fold : () => setOpen(true)}
        />
      </div>
      {/[#@]/.test(draft.text) && <Completing {...box.completing} onList={(listId) => change({ listId })} />}
      {isOpen && (
        <More
          id={`${id}-more`}
          draft={draft}
          quick={quick}
          found={found}
          listId={defaults.list_id ?? null}
          onChange={change}
          onShown={shown}
        />
      )}
    </form>
  );
}
