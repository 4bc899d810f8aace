/** When tasks that repeat come again, between the rows of a view by days: faint, and no tasks. Fetched with that view. */
"use client";

import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { ListLabel } from "@/components/lists/list-label";
import { Icon } from "@/components/ui/icon";
import type { List } from "@/lib/domain/list";
import { keyOf } from "@/lib/keys";
import type { Task } from "@/lib/sync/tasks";
import { type Day, sayDayInFull, sayTime } from "@/lib/tasks/day";
import { amongRows, type Placed } from "@/lib/tasks/occurrences";
import type { Branch } from "@/lib/tasks/tree";
import { useSteady } from "@/lib/use-steady";
import type { Section } from "@/views/view";
import type { Between } from "./rows";
import { SectionHeading } from "./section-heading";
import { useOccurrences } from "./use-occurrences";

export type OccurrencesProps = {
  list: RefObject<HTMLUListElement | null>;
  rows: readonly Branch<Task>[];
  section: ((task: Task) => Section | undefined) | undefined;
  lists: ReadonlyMap<string, List> | undefined;
  query: string;
  openId: string | undefined;
  onOpen: (task: Task) => void;
  today: Day;
  locale: string;
  onBetween: (between: Between | undefined) => void;
};

const keyFor = ({ task, day }: Placed) => `${task.id} ${day}`;

export default function Occurrences({ list, rows, query, openId, onOpen, onBetween, ...page }: OccurrencesProps) {
  const { section, lists, today, locale } = page;
  const occurrences = useOccurrences(query, today);
  const placed = useMemo(
    () =>
      amongRows(
        rows.map(({ task }) => task),
        occurrences,
      ),
    [rows, occurrences],
  );
  /** The tab key leads to one of them, and the arrows lead on. */
  const [reached, setReached] = useState("");
  const keys = useMemo(() => [...placed.values()].flat().map(keyFor), [placed]);
  const stop = keys.includes(reached) ? reached : keys[0];
  const opener = useRef("");
  const open = useSteady((one: Placed) => {
    opener.current = keyFor(one);
    onOpen(one.task);
  });

  // Whoever closes what they have opened here is here again, unless its own row is there.
  useEffect(() => {
    if (openId || !opener.current) return;
    if (document.activeElement === document.body) buttonIn(list.current, opener.current)?.focus();
    opener.current = "";
  }, [openId, list]);

  const between = useMemo(() => {
    const draw = (one: Placed) => {
      const key = keyFor(one);
      const isStop = key === stop;
      const heading = one.isFirst ? section?.({ ...one.task, due_date: one.day }) : undefined;
      const content = (
        <div data-on-day={one.day}>
          {heading && (
            <SectionHeading section={heading} isFirst={false}>
              {undefined}
            </SectionHeading>
          )}
          <Occurrence
            {...one}
            name={key}
            list={lists?.get(one.task.list_id ?? "")}
            locale={locale}
            isTabStop={isStop}
            onReach={setReached}
            onOpen={open}
          />
        </div>
      );
      return { key, isKept: isStop, content };
    };
    return new Map([...placed].map(([id, own]) => [id, own.map(draw)]));
  }, [placed, stop, section, lists, locale, open]);

  // Before it is seen: what stands between rows goes with them.
  useLayoutEffect(() => onBetween(between), [between, onBetween]);
  useLayoutEffect(() => () => onBetween(undefined), [onBetween]);
  return null;
}

type OccurrenceProps = Placed & {
  name: string;
  list: List | undefined;
  locale: string;
  isTabStop: boolean;
  onReach: (name: string) => void;
  onOpen: (one: Placed) => void;
};

function Occurrence({ name, list, locale, isTabStop, onReach, onOpen, ...one }: OccurrenceProps) {
  const { task, day } = one;
  return (
    <button
      type="button"
      data-occurrence={name}
      tabIndex={isTabStop ? 0 : -1}
      onFocus={() => onReach(name)}
      onKeyDown={goAlong}
      onClick={() => onOpen(one)}
      className="flex min-h-11 w-full cursor-pointer items-start gap-1 py-0.5 pr-4 pl-1 text-left text-muted transition-colors hover:bg-hover/60 focus-visible:-outline-offset-2"
    >
      <span className="flex h-10 w-11 shrink-0 items-center justify-center">
        <Icon name="repeat" className="size-4" />
      </span>
      <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 py-2 text-sm leading-6">
        <span dir="auto" className="wrap-anywhere">
          {task.title}
        </span>
        <span className="sr-only">{` Repeats: comes again on ${sayDayInFull(day, locale)} `}</span>
        {task.due_time && <time dateTime={`${day}T${task.due_time}`}>{sayTime(task.due_time, locale)}</time>}
        {list && <ListLabel list={list} />}
      </span>
    </button>
  );
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/** Not to the rows, which have keys of their own. */
function goAlong(event: KeyboardEvent<HTMLElement>): void {
  const by = STEPS[keyOf(event)];
  if (by === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const all = [...(event.currentTarget.closest("ul")?.querySelectorAll<HTMLElement>("[data-occurrence]") ?? [])];
  all[all.indexOf(event.currentTarget) + by]?.focus();
}

const buttonIn = (list: HTMLElement | null, name: string) =>
  list?.querySelector<HTMLElement>(`[data-occurrence="${CSS.escape(name)}"]`);
