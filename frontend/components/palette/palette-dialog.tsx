/** The command palette: one field that finds commands, views and tasks. */
"use client";

import { Dialog as Radix } from "radix-ui";
import { useDeferredValue, useEffect, useMemo, useRef } from "react";
import { sections } from "@/components/account/sections";
import { toneOf, toneOfTag } from "@/components/tones";
import { takeEarlyKeys } from "@/lib/commands/early-keys";
import type { Command } from "@/lib/commands/registry";
import type { ListFacts } from "@/lib/domain/list";
import { keyOf } from "@/lib/keys";
import { useListFacts, useLists } from "@/lib/sync/lists";
import { type Task, useShownTasks } from "@/lib/sync/tasks";
import { countTags } from "@/lib/tasks/tags";
import { pageViews, taskViews } from "@/views";
import { listHref, tagHref } from "@/views/address";
import { goTo } from "@/views/go-to";
import { showTask } from "@/views/wanted-task";
import { type Destination, type Entry, groupsFor } from "./entries";
import { foldAhead } from "./fold-ahead";
import { PaletteList } from "./palette-list";
import { useCombobox } from "./use-combobox";

const NO_TASKS: Task[] = [];

const topics = Object.entries(sections).map(
  ([id, title]): Destination => ({
    path: `/account#${id}`,
    title: `Account: ${title}`,
    icon: "settings",
    isSought: true,
  }),
);
const views: Destination[] = [...taskViews.filter(({ param }) => !param), ...pageViews, ...topics];

type PaletteDialogProps = {
  /** What can be done now. */
  commands: readonly Command[];
  onClose: () => void;
};

export function PaletteDialog({ commands, onClose }: PaletteDialogProps) {
  const tasks = useShownTasks() ?? NO_TASKS;
  useEffect(() => foldAhead(tasks), [tasks]);
  const lists = useLists();
  const facts = useListFacts();
  const destinations = useMemo((): Destination[] => {
    const open = tasks.filter(({ list_id }) => !facts.isArchived(list_id));
    const ofLists = [...(lists?.lists ?? []), ...(lists?.archived ?? [])].map((one): Destination => {
      const { id, name, color, archived } = one;
      const list = { path: listHref(id), title: name };
      return archived
        ? { ...list, icon: "archive", kind: "archived", isSought: true }
        : { ...list, icon: "list", kind: "list", tone: toneOf(color) };
    });
    const ofTags = countTags(open).map(
      ({ name }): Destination => ({
        path: tagHref(name),
        title: `#${name}`,
        icon: "hash",
        tone: toneOfTag(name),
        kind: "tag",
      }),
    );
    return [...views, ...ofLists, ...ofTags];
  }, [lists, tasks, facts]);
  const opener = useRef<Element>(null);
  const chosen = useRef<Entry>(null);
  const choose = (entry: Entry) => {
    chosen.current = entry;
    onClose();
  };
  const all = { commands, views: destinations, tasks };
  /** Whoever types and presses Enter at once means what they have typed, though the list is not drawn yet. */
  const box = useCombobox((entry: Entry) => {
    const latest = query === box.query ? entry : groupsFor(box.query, all)[0]?.entries[0];
    if (latest) choose(latest);
  });
  const query = useDeferredValue(box.query);
  const groups = useMemo(
    () => groupsFor(query, { commands, views: destinations, tasks }),
    [query, commands, destinations, tasks],
  );
  const entries = groups.flatMap((group) => group.entries);
  const active = entries.find(({ id }) => id === box.activeId) ?? entries[0];
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fade fixed inset-0 z-50 bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            opener.current = document.activeElement;
            box.setQuery(takeEarlyKeys());
          }}
          // As in every dialog of ours: Radix hears the key a moment late.
          onEscapeKeyDown={(event) => event.preventDefault()}
          onKeyDown={(event) => keyOf(event) === "Escape" && onClose()}
          // A command is about what had the focus, so that it gets that back first.
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener.current instanceof HTMLElement) opener.current.focus();
            if (chosen.current) carryOut(chosen.current, facts);
          }}
          className="pop fixed inset-x-0 top-0 z-50 mx-auto flex max-h-dvh w-full flex-col overflow-hidden border-line bg-raised shadow-float sm:top-[12dvh] sm:max-h-[70dvh] sm:w-[calc(100vw-2rem)] sm:max-w-xl sm:rounded-card sm:border"
        >
          <Radix.Title className="sr-only">Command palette</Radix.Title>
          <input
            {...box.inputProps(entries, active)}
            aria-label="Command, view or task"
            placeholder="Type a command, a view or a task"
            dir="auto"
            className="min-h-14 w-full shrink-0 border-b border-line bg-transparent px-4 text-base outline-none placeholder:text-muted"
          />
          <PaletteList
            id={box.listId}
            groups={groups}
            active={active}
            isArchived={facts.isArchived}
            onPoint={({ id }) => box.setActiveId(id)}
            onChoose={choose}
          />
          <p role="status" className={entries.length > 0 ? "sr-only" : "px-4 py-10 text-center text-sm text-muted"}>
            {entries.length > 0 ? (entries.length === 1 ? "1 result" : `${entries.length} results`) : "Nothing found"}
          </p>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function carryOut(entry: Entry, lists: ListFacts): void {
  switch (entry.kind) {
    case "command":
      entry.command.run();
      break;
    case "task":
      showTask(entry.task, lists);
      break;
    case "view":
      goTo(entry.view.path);
      focusOn(entry.view.path);
  }
}

/** To the topic that is meant; a page that is fetched leads there by itself. */
function focusOn(path: string): void {
  const topic = new URL(path, window.location.href).hash.slice(1);
  const place = topic && document.getElementById(topic);
  if (place) place.focus();
  else document.getElementById("main")?.focus({ preventScroll: true });
}
