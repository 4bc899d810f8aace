/** The box that new tasks are typed into. */
"use client";

import {
  type ComponentType,
  type KeyboardEvent,
  lazy,
  type ReactNode,
  type Ref,
  Suspense,
  useCallback,
  useEffect,
  useEffectEvent,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { useAnnounce } from "@/components/ui/toast";
import { cx } from "@/lib/cx";
import type { Defaults } from "@/lib/domain/task";
import { keyOf } from "@/lib/keys";
import type { TaskFields } from "@/lib/sync/tasks";
import { fieldsIn, withDefaults } from "@/lib/tasks/adding";
import {
  askedOf,
  type Draft,
  draftOf,
  hasMore,
  isBlank,
  quickAddOf,
  toFields,
  typed,
  type Understood,
  understoodOf,
} from "@/lib/tasks/draft";
import { type Leaving, useDraft } from "@/lib/tasks/half-written";
import { type FieldName, faultIn } from "@/lib/tasks/limits";
import { continued } from "@/lib/tasks/long-title";
import { takenBack } from "@/lib/tasks/taken-back";
import { useHydrated } from "@/lib/use-hydrated";
import { BoxError } from "./box-error";
import type { CompletionsHandle, CompletionsProps } from "./completions";
import { ContinueButton, focusFault } from "./faults";
import { reachUnderstanding, Understanding, understandingIds } from "./understanding";
import { useFoundWhen } from "./use-found-when";
import { usePastedLines } from "./use-pasted-lines";
import { useReturnedDraft } from "./use-returned-draft";

type AddTaskProps = {
  ref: Ref<HTMLInputElement>;
  /** What the task gets that its words do not say. */
  defaults: Defaults;
  /** Resolves when the task is kept. */
  onAdd: (fields: TaskFields, id: string) => Promise<void>;
  /** Whether it was added already; if so, resolves when it is kept. */
  isAdded: (id: string) => Promise<boolean>;
  onLeave: () => void;
};

const loadMore = () => import("./more-fields");
// Without a connection they may not be had, and then there are none.
const MoreFields = lazy(() => loadMore().catch(() => ({ default: (): ReactNode => null })));

const Completions = lazy<ComponentType<CompletionsProps>>(() =>
  import("./completions").catch(() => ({ default: () => null })),
);

/** Fetches them for whoever may want them. */
const reach = () => {
  void loadMore().catch(() => {});
  reachUnderstanding();
};

export function AddTask({ ref, defaults, onAdd, isAdded, onLeave }: AddTaskProps) {
  const { draft, setDraft, latestDraft, written } = useDraft();
  const [isOpen, setOpen] = useState(hasMore(draft));
  /** Whether the fields that are fetched for it are there. */
  const [isShown, setShown] = useState(false);
  const shown = useCallback(() => setShown(true), []);
  const form = useRef<HTMLFormElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const completions = useRef<CompletionsHandle>(null);
  const announce = useAnnounce();
  // Before that the browser would send the form itself, and the words would be gone.
  const isReady = useHydrated();
  const id = useId();
  const quick = quickAddOf(draft);
  const { found, reach: reachFinder, loadFind } = useFoundWhen(askedOf(draft, quick));
  const understood = understoodOf(draft, quick, found);
  useImperativeHandle(ref, () => input.current as HTMLInputElement);

  const change = (part: Partial<Draft>) => setDraft({ ...latestDraft(), ...part });

  useLayoutEffect(() => {
    const draft = latestDraft();
    if (hasMore(draft)) setOpen(true);
    // Typed while there was only what the server rendered; the next rendering would wipe it.
    const early = input.current?.value;
    if (!early || early === draft.text) return;
    setDraft({ ...draft, ...typed(draft, draft.text ? `${draft.text} ${early}` : early) });
  }, [latestDraft, setDraft]);
  // Otherwise the first key of a fresh page is a shortcut's.
  const isHalfWritten = useEffectEvent(() => !isBlank(latestDraft()));
  useEffect(() => {
    if (isHalfWritten()) input.current?.focus({ preventScroll: true });
  }, []);
  const { fault } = draft;
  useEffect(() => {
    if (!fault) return;
    if (fault.field !== "title" && !isOpen) return setOpen(true);
    if (fault.field !== "title" && !isShown) return;
    focusFault(form.current);
    if (fault.field !== "title") announce(fault.message);
  }, [fault, isOpen, isShown, announce]);
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
    if (isBlank(draft)) return;
    if (faultIn(toFields(draft, quick, found))) {
      const fields = toFields(draft, quick, found ?? (await loadFind())(askedOf(draft, quick)));
      // Somebody has gone on writing.
      if (latestDraft() !== draft) return;
      const fault = faultIn(fields);
      if (fault) return change({ fault });
    }
    // Free at once for the next one; what was written is forgotten when the task is kept.
    await add(written.leave([draft], defaults));
  };

  const add = async (leaving: readonly Leaving[]) => {
    const find = await loadFind();
    const adding = leaving.map(async ({ id, draft, defaults }) => {
      await onAdd(withDefaults(fieldsIn(draft, find), defaults, draft), id);
      written.left(id);
    });
    await Promise.all(adding);
  };

  // Left the box before a reload, and perhaps did not get any further.
  const addLeft = useEffectEvent(async () => {
    const leaving = written.getLeaving();
    const known = await Promise.all(leaving.map(({ id }) => isAdded(id)));
    for (const [place, { id }] of leaving.entries()) if (known[place]) written.left(id);
    const rest = leaving.filter((_, place) => !known[place]);
    if (rest.length > 0) await add(rest);
  });
  useEffect(() => void addLeft(), []);

  const lines = usePastedLines(draft.text);
  const addEach = async () => {
    const find = await loadFind();
    // Somebody has gone on writing.
    if (latestDraft() !== draft) return;
    const drafts = lines.all.map((line) => ({ ...draft, text: line }));
    const fault = drafts.map((one) => faultIn(fieldsIn(one, find))).find((one) => one !== undefined);
    if (fault) return change({ fault });
    // The newest comes first in the list.
    const added = add(written.leave(drafts.toReversed(), defaults));
    announce(`Added ${drafts.length} tasks`);
    input.current?.focus();
    await added;
  };

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

  const errorAt = (field: FieldName) => (fault?.field === field ? fault.message : undefined);
  const titleError = errorAt("title");

  const reachAll = () => {
    // First what Enter waits for.
    reachFinder();
    reach();
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
          placeholder="Try “Buy milk tomorrow #home !1”"
          className="block min-h-13 w-full min-w-0 flex-1 rounded-card bg-transparent pl-4 text-base text-ellipsis text-ink outline-none placeholder:text-muted"
          value={draft.text}
          aria-invalid={titleError ? true : undefined}
          aria-describedby={titleError ? `${id}-error` : understandingIds(`${id}-understood`, understood)}
          onKeyDown={press}
          onPaste={lines.paste}
          onChange={(event) => change(typed(draft, event.target.value))}
        />
        {(titleError || understood.length > 0 || lines.all.length > 0) && (
          <div className="col-span-2 flex flex-wrap items-center gap-1.5 px-3 pb-2.5">
            {titleError ? (
              <BoxError id={`${id}-error`} error={titleError}>
                {continued(toFields(draft, quick, found)) ? <ContinueButton onClick={goOnInDescription} /> : undefined}
              </BoxError>
            ) : (
              understood.length > 0 && (
                <Understanding
                  id={`${id}-understood`}
                  understood={understood}
                  onTakeBack={takeBack}
                  hint=" Escape keeps the words instead."
                />
              )
            )}
            {lines.all.length > 0 && (
              <Button
                size="sm"
                className="ml-auto"
                onClick={() => void addEach()}
              >{`Add ${lines.all.length} tasks`}</Button>
            )}
          </div>
        )}
        <div className="col-start-2 row-start-1 flex items-center pr-1.5">
          <Button
            variant="ghost"
            size="icon"
            aria-label={isOpen ? "Less" : "More"}
            title={isOpen ? "Less" : "More"}
            aria-expanded={isOpen}
            aria-controls={isOpen ? `${id}-more` : undefined}
            onClick={isOpen ? fold : () => setOpen(true)}
          >
            <Icon name="chevron-down" className={cx("size-4 transition-transform", isOpen && "rotate-180")} />
          </Button>
          <Button
            type="submit"
            variant="primary"
            size="sm"
            aria-label="Add task"
            disabled={!isReady}
            className="disabled:opacity-100! max-sm:px-0 max-sm:w-9 max-sm:pointer-coarse:w-11"
          >
            <Icon name="plus" className="size-5 sm:hidden" />
            <span className="max-sm:hidden">Add task</span>
          </Button>
        </div>
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
      <Suspense>
        {isOpen && (
          <MoreFields
            id={`${id}-more`}
            draft={draft}
            quick={quick}
            found={found}
            onChange={change}
            onPriority={choosePriority}
            onShown={shown}
          />
        )}
      </Suspense>
    </form>
  );
}
