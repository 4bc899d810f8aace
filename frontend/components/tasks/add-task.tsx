/** The box that new tasks are typed into. */
"use client";

import {
  type ComponentType,
  type KeyboardEvent,
  lazy,
  type Ref,
  Suspense,
  useCallback,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { keyOf } from "@/lib/keys";
import { useSync } from "@/lib/sync/tasks";
import {
  askedOf,
  type Draft,
  draftOf,
  hasMore,
  quickAddOf,
  toFields,
  typed,
  type Understood,
  understoodOf,
} from "@/lib/tasks/draft";
import { useDraft } from "@/lib/tasks/half-written";
import { continued } from "@/lib/tasks/long-title";
import { useHydrated } from "@/lib/use-hydrated";
import { useMedia } from "@/lib/use-media";
import { AddButtons } from "./add-buttons";
import { AddNotes } from "./add-notes";
import type { CompletionsHandle, CompletionsProps } from "./completions";
import { More, reachMore } from "./more";
import { reachUnderstanding, understandingIds } from "./understanding";
import { type Adding, useAdding } from "./use-adding";
import { useDraftFocus } from "./use-draft-focus";
import { useFoundWhen } from "./use-found-when";
import { usePastedLines } from "./use-pasted-lines";
import { useReturnedDraft } from "./use-returned-draft";

type AddTaskProps = Pick<Adding, "defaults" | "onAdd" | "isAdded"> & {
  ref: Ref<HTMLInputElement>;
  onLeave: () => void;
};

const Completions = lazy<ComponentType<CompletionsProps>>(() =>
  import("./completions").catch(() => ({ default: () => null })),
);

export function AddTask({ ref, defaults, onAdd, isAdded, onLeave }: AddTaskProps) {
  const sync = useSync();
  const { draft, setDraft, latestDraft, written } = useDraft();
  const [isOpen, setOpen] = useState(hasMore(draft));
  /** Whether the fields that are fetched for it are there. */
  const [isShown, setShown] = useState(false);
  const shown = useCallback(() => setShown(true), []);
  const form = useRef<HTMLFormElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const completions = useRef<CompletionsHandle>(null);
  // Before that the browser would send the form itself, and the words would be gone.
  const isReady = useHydrated();
  // Half of an example would explain nothing.
  const isWide = useMedia("(min-width: 30rem)");
  const id = useId();
  const quick = quickAddOf(draft);
  const { found, reach: reachFinder, loadFind } = useFoundWhen(askedOf(draft, quick));
  const understood = understoodOf(draft, quick, found);
  useImperativeHandle(ref, () => input.current as HTMLInputElement);
  const change = (part: Partial<Draft>) => setDraft({ ...latestDraft(), ...part });

  useDraftFocus({ draft, setDraft, latestDraft, form, input, isOpen, isShown, setOpen });
  useReturnedDraft(draft, setDraft, input);

  const takeBack = (one: Understood) => {
    // It is there with the fields under More. Without it the words stay as they are read.
    import("@/lib/tasks/taken-back").then(
      ({ takenBack }) => change(takenBack(latestDraft(), one, quick, found)),
      () => {},
    );
    input.current?.focus();
  };

  const pasted = usePastedLines(draft.text);
  const { submit, addEach } = useAdding({
    draft,
    latestDraft,
    written,
    defaults,
    found,
    loadFind,
    onAdd,
    isAdded,
    change,
  });

  const goOnInDescription = () => {
    const fields = continued(toFields(draft, quick, found));
    if (!fields) return;
    setDraft(draftOf(fields));
    setOpen(true);
    input.current?.focus();
  };

  const fold = () => {
    // What is hidden has nothing to say.
    change({ fault: undefined });
    setOpen(false);
    setShown(false);
  };

  const titleError = draft.fault?.field === "title" ? draft.fault.message : undefined;

  const reachAll = () => {
    // First what Enter waits for.
    reachFinder();
    sync.reach();
    reachMore();
    reachUnderstanding();
  };

  const press = (event: KeyboardEvent) => {
    if (completions.current?.press(event) || keyOf(event) !== "Escape") return;
    event.preventDefault();
    const last = understood.at(-1);
    if (last) takeBack(last);
    else if (isOpen) fold();
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
        void submit();
      }}
      className="relative min-w-0 rounded-card border border-line bg-surface shadow-xs transition-colors focus-within:border-accent print:hidden"
    >
      {/* The chips follow their words for the tab key, and stand below for the eye. */}
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center">
        <label htmlFor={id} className="sr-only">
          New task
        </label>
        <input
          ref={input}
          id={id}
          dir="auto"
          autoComplete="off"
          enterKeyHint="done"
          placeholder={isWide ? "Try “Buy milk tomorrow #home !1”" : "Add a task"}
          className="block min-h-13 w-full min-w-0 flex-1 rounded-card bg-transparent pl-4 text-base text-ellipsis text-ink outline-none placeholder:text-muted"
          value={draft.text}
          aria-invalid={titleError ? true : undefined}
          aria-describedby={titleError ? `${id}-error` : understandingIds(`${id}-understood`, understood)}
          onKeyDown={press}
          onPaste={pasted.paste}
          onChange={(event) => change(typed(draft, event.target.value))}
        />
        <AddNotes
          id={id}
          error={titleError}
          onContinue={titleError && continued(toFields(draft, quick, found)) ? goOnInDescription : undefined}
          understood={understood}
          onTakeBack={takeBack}
          offer={pasted.offer}
          onAddLines={() => void addEach(pasted.lines, () => input.current?.focus())}
        />
        <AddButtons
          isOpen={isOpen}
          moreId={`${id}-more`}
          isReady={isReady}
          onMore={isOpen ? fold : () => setOpen(true)}
        />
      </div>
      <Suspense>
        {/[#@]/.test(draft.text) && (
          <Completions
            ref={completions}
            input={input}
            text={draft.text}
            onText={(text) => change(typed(latestDraft(), text))}
            onList={(listId) => change({ listId })}
          />
        )}
      </Suspense>
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
