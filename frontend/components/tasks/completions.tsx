/** What the tag or the list that is being typed may become. The focus stays in the field; its keys move along what is offered. */
"use client";

import {
  type KeyboardEvent,
  type Ref,
  type RefObject,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { flushSync } from "react-dom";
import { ListDot } from "@/components/lists/list-dot";
import { toneOf, toneOfTag } from "@/components/tones";
import { Icon } from "@/components/ui/icon";
import { useAnnounce } from "@/components/ui/toast";
import { cx } from "@/lib/cx";
import { keyOf } from "@/lib/keys";
import { useLists } from "@/lib/sync/lists";
import { useShownTasks } from "@/lib/sync/tasks";
import { askedAt, type Offer, offersFor, withWord } from "@/lib/tasks/completion";
import { countTags } from "@/lib/tasks/tags";

export type CompletionsHandle = {
  /** False: the key is not for what is offered. */
  press: (event: KeyboardEvent) => boolean;
};

export type CompletionsProps = {
  ref: Ref<CompletionsHandle>;
  input: RefObject<HTMLInputElement | null>;
  text: string;
  /** Which word of the text is being typed. */
  ask?: typeof askedAt;
  onText: (text: string) => void;
  /** The list that was chosen is no word of the title. Undefined where there is none to be chosen. */
  onList?: (listId: string) => void;
};

const NOTHING: ReturnType<typeof offersFor> = { offers: [], isMeant: false };

export default function Completions({ ref, input, text, ask = askedAt, onText, onList }: CompletionsProps) {
  const id = useId();
  const announce = useAnnounce();
  const lists = useLists();
  const tasks = useShownTasks();
  const caret = useCaret(input, text);
  /** The one that was gone to, for as long as the text is the same. */
  const [gone, setGone] = useState<{ text: string; at: number }>();
  /** The text for which the person wants no offers. */
  const [refused, setRefused] = useState<string>();
  const found = refused === text || caret === undefined ? undefined : ask(text, caret);
  const asked = found?.kind === "list" && !onList ? undefined : found;
  const { offers, isMeant } = asked
    ? offersFor(asked, asked.kind === "tag" ? tagsOf(tasks ?? []) : (lists?.lists ?? []))
    : NOTHING;
  const active = offers[gone?.text === text ? gone.at : isMeant ? 0 : -1];

  const goTo = (at: number) => setGone({ text, at });
  const choose = (offer: Offer) => {
    if (!asked) return;
    // With the mark as it was written.
    const mark = text.slice(asked.from, asked.to - asked.word.length);
    const next = withWord(text, asked, asked.kind === "tag" ? mark + offer.name : "");
    if (asked.kind === "list") {
      onList?.(offer.id);
      announce(`In ${offer.name}`);
    }
    // The next letter may come before the next frame: by then the text is in the field, and the caret where it goes on.
    flushSync(() => {
      onText(next.text);
      setRefused(next.text);
    });
    input.current?.focus();
    input.current?.setSelectionRange(next.caret, next.caret);
  };

  useImperativeHandle(ref, () => ({
    press(event) {
      if (offers.length === 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
      const key = keyOf(event);
      const from = active ? offers.indexOf(active) : undefined;
      if (key === "ArrowDown") goTo(((from ?? -1) + 1) % offers.length);
      else if (key === "ArrowUp") goTo(((from ?? 0) - 1 + offers.length) % offers.length);
      else if (active && (key === "Enter" || key === "Tab")) choose(active);
      else if (key === "Escape") setRefused(text);
      else return false;
      event.preventDefault();
      return true;
    },
  }));

  // What is offered changes with each letter; how many there are is enough to hear.
  const count = offers.length;
  useEffect(() => {
    if (count > 0) announce(count === 1 ? "1 suggestion" : `${count} suggestions`);
  }, [count, announce]);
  // The field is drawn elsewhere, and only knows of this while it is there.
  const activeId = active && `${id}-${active.id}`;
  const isOffering = count > 0;
  const listbox = useRef<HTMLDivElement>(null);
  // Where the field is the last thing that is seen, they would stand below the edge.
  useEffect(() => {
    if (count > 0) listbox.current?.scrollIntoView({ block: "nearest" });
  }, [count]);
  useEffect(() => {
    const field = input.current;
    if (!field || !isOffering) return;
    const own = {
      "aria-autocomplete": "list",
      "aria-controls": id,
      ...(activeId && { "aria-activedescendant": activeId }),
    };
    for (const [name, value] of Object.entries(own)) field.setAttribute(name, value);
    return () => {
      for (const name of Object.keys(own)) field.removeAttribute(name);
    };
  }, [input, id, activeId, isOffering]);

  if (!isOffering) return null;
  return (
    <div
      ref={listbox}
      id={id}
      role="listbox"
      aria-label={asked?.kind === "list" ? "Lists" : "Tags"}
      className="pop absolute top-full left-2 z-30 mt-1 max-w-[calc(100%-1rem)] min-w-52 rounded-control border border-line bg-raised p-1.5 shadow-float"
    >
      {offers.map((offer, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the option that is meant
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
        <div
          key={offer.id}
          id={`${id}-${offer.id}`}
          role="option"
          aria-selected={offer === active}
          onPointerMove={() => goTo(index)}
          // The field keeps the focus.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(offer)}
          className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-sm select-none aria-selected:bg-hover aria-selected:outline-2 aria-selected:-outline-offset-2 aria-selected:outline-accent pointer-coarse:min-h-11"
        >
          {asked?.kind === "list" ? (
            <ListDot className={cx("size-4 shrink-0", toneOf(lists?.byId.get(offer.id)?.color ?? null))} />
          ) : (
            <Icon name="hash" className={cx("size-4 shrink-0 forced-colors:text-inherit", toneOfTag(offer.name))} />
          )}
          <bdi className="min-w-0 truncate">{offer.name}</bdi>
        </div>
      ))}
    </div>
  );
}

/** Tags of several words cannot be typed with a mark before them. */
const tagsOf = (tasks: Parameters<typeof countTags>[0]): Offer[] =>
  countTags(tasks)
    .toSorted((one, other) => other.open - one.open)
    .filter(({ name }) => !/\s|,/.test(name))
    .map(({ name }) => ({ id: name, name }));

/** Where the caret is; at the end, if the field has not got the text yet. Undefined: it is elsewhere, and nobody is writing. */
function useCaret(input: RefObject<HTMLInputElement | null>, text: string): number | undefined {
  const [caret, setCaret] = useState<number | undefined>(text.length);
  useEffect(() => {
    const look = () => setCaret(caretIn(input.current));
    look();
    const events = ["selectionchange", "focusin", "focusout"];
    for (const event of events) document.addEventListener(event, look);
    return () => {
      for (const event of events) document.removeEventListener(event, look);
    };
  }, [input]);
  // The field has the letter before the page has heard of it.
  return caret === undefined ? undefined : Math.min(input.current?.selectionStart ?? caret, text.length);
}

const caretIn = (input: HTMLInputElement | null) =>
  input && input === document.activeElement ? (input.selectionStart ?? 0) : undefined;
