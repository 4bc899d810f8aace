/** What was understood of a title, shown before it is saved, and said; each can be taken back. */
"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { Icon } from "@/components/ui/icon";
import { useAnnounce } from "@/components/ui/toast";
import { sayRule } from "@/lib/domain/repeat/say-repeat";
import { sayReminder } from "@/lib/reminders/words";
import { useLists } from "@/lib/sync/lists";
import { sayDay, sayTime } from "@/lib/tasks/day";
import type { Understood } from "@/lib/tasks/draft";
import { priorityNames, sayPriority } from "@/lib/tasks/quick-add";
import { useLocale, useToday } from "@/lib/tasks/use-today";
import { PriorityFlag } from "./priority-flag";

type UnderstoodChipsProps = {
  id: string;
  understood: Understood[];
  onTakeBack: (one: Understood) => void;
  /** Is said after it. */
  hint?: string;
};

/** Long enough for somebody to have stopped typing. */
const PAUSE_MS = 700;

export function UnderstoodChips({ id, understood, onTakeBack, hint }: UnderstoodChipsProps) {
  const say = useWords();
  useSpokenUnderstanding(understood, hint);
  return (
    <>
      {understood.map((one, index) => (
        <Chip key={keyOf(one)} name={nameOf(one)} onRemove={() => onTakeBack(one)}>
          {one.kind === "list" && <Icon name="folder-input" className="size-3.5 shrink-0" />}
          {one.kind === "due" && <Icon name="calendar-days" className="size-3.5 shrink-0" />}
          {one.kind === "time" && <Icon name="clock" className="size-3.5 shrink-0" />}
          {one.kind === "repeat" && <Icon name="repeat" className="size-3.5 shrink-0" />}
          {one.kind === "reminder" && <Icon name="bell" className="size-3.5 shrink-0" />}
          {one.kind === "priority" && <PriorityFlag priority={one.priority} className="size-3.5" />}
          <span id={`${id}-${index}`} className="truncate">
            {one.kind === "priority" ? (
              <>
                <span>{priorityNames[one.priority]}</span>
                <span className="max-sm:sr-only"> priority</span>
              </>
            ) : (
              <>
                <span className="sr-only">{kindWords[one.kind]}</span>
                <bdi>{say(one)}</bdi>
              </>
            )}
          </span>
        </Chip>
      ))}
    </>
  );
}

function useWords() {
  const today = useToday();
  const locale = useLocale();
  const lists = useLists();
  return (one: Understood) => {
    switch (one.kind) {
      case "due":
        return sayDay(one.day, today, locale);
      case "time":
        return sayTime(one.time, locale);
      case "repeat":
        return sayRule(one.repeat, locale, one.from);
      case "reminder":
        return sayReminder(one.minutes);
      case "priority":
        return sayPriority(one.priority);
      case "tag":
        return `#${one.tag}`;
      case "list":
        return lists?.byId.get(one.listId)?.name ?? "A list that is gone";
    }
  };
}

const kindWords = {
  due: "Due ",
  time: "At ",
  repeat: "",
  reminder: "Reminder ",
  tag: "Tag ",
  list: "In ",
  priority: "",
};

const names = {
  due: "due date",
  time: "time",
  repeat: "repeat",
  reminder: "reminder",
  list: "list",
  priority: "priority",
};

const keyOf = (one: Understood) => (one.kind === "tag" ? `#${one.tag}` : one.kind);

function nameOf(one: Understood): string {
  return one.kind === "tag" ? `tag ${one.tag}` : names[one.kind];
}

function Chip({ name, onRemove, children }: { name: string; onRemove: () => void; children: ReactNode }) {
  return (
    <span className="fade inline-flex max-w-full items-center gap-1.5 rounded-full bg-accent-soft pl-3 text-sm font-medium text-accent forced-colors:border">
      <span className="inline-flex min-w-0 items-center gap-1.5">{children}</span>
      <button
        type="button"
        aria-label={`Remove ${name}`}
        title={`Remove ${name}`}
        onClick={onRemove}
        className="flex size-8 shrink-0 pointer-coarse:size-11 cursor-pointer items-center justify-center rounded-full hover:text-accent-strong"
      >
        <Icon name="x" className="size-3.5" />
      </button>
    </span>
  );
}

const spoken = { due: "due ", time: "at ", repeat: "", reminder: "reminder ", list: "", priority: "" };

/** Says what is new among it, to those who cannot see the chips. */
function useSpokenUnderstanding(understood: Understood[], hint = "") {
  const announce = useAnnounce();
  const say = useWords();
  const said = useRef<string[]>([]);
  const all = understood
    .filter((one) => one.at >= 0)
    .map((one) => (one.kind === "tag" ? `tag ${one.tag}` : `${spoken[one.kind]}${say(one)}`))
    .join("\n");
  useEffect(() => {
    if (!all) {
      said.current = [];
      return;
    }
    const timer = setTimeout(() => {
      const now = all.split("\n");
      const news = now.filter((one) => !said.current.includes(one));
      said.current = now;
      if (news.length > 0) announce(`Understood: ${news.join(", ")}.${hint}`);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [all, announce, hint]);
}
