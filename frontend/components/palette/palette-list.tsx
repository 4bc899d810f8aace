/** What the palette has found, in groups. */
"use client";

import { useEffect } from "react";
import { ListDot } from "@/components/lists/list-dot";
import { Icon, type IconName } from "@/components/ui/icon";
import { sayKey } from "@/lib/commands/say-key";
import { cx } from "@/lib/cx";
import type { ListFacts } from "@/lib/domain/list";
import type { Entry, Group } from "./entries";

type PaletteListProps = {
  id: string;
  groups: readonly Group[];
  active: Entry | undefined;
  isArchived: ListFacts["isArchived"];
  onPoint: (entry: Entry) => void;
  onChoose: (entry: Entry) => void;
};

export function PaletteList({ id, groups, active, isArchived, onPoint, onChoose }: PaletteListProps) {
  const activeId = active?.id;
  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: "nearest" });
  }, [activeId]);
  return (
    <div id={id} role="listbox" aria-label="Results" className="overflow-y-auto p-1.5 empty:hidden">
      {groups.map(({ title, entries }) => (
        // biome-ignore lint/a11y/useSemanticElements: a listbox is grouped by role
        <div key={title} role="group" aria-labelledby={`${id}-${title}`}>
          <div id={`${id}-${title}`} className="px-2.5 pt-2 pb-1 text-xs font-medium text-muted">
            {title}
          </div>
          {entries.map((entry) => (
            <Row
              key={entry.id}
              entry={entry}
              isActive={entry.id === activeId}
              isArchived={
                entry.kind === "task"
                  ? isArchived(entry.task.list_id)
                  : entry.kind === "view" && entry.view.kind === "archived"
              }
              onPoint={() => onPoint(entry)}
              onChoose={() => onChoose(entry)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

type RowProps = { entry: Entry; isActive: boolean; isArchived: boolean; onPoint: () => void; onChoose: () => void };

function Row({ entry, isActive, isArchived, onPoint, onChoose }: RowProps) {
  const isDone = entry.kind === "task" && entry.task.completed;
  const view = entry.kind === "view" ? entry.view : undefined;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the option that is meant
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
    <div
      id={entry.id}
      role="option"
      aria-selected={isActive}
      onPointerMove={onPoint}
      // The field keeps the focus.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className="flex min-h-11 cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-sm select-none aria-selected:bg-hover aria-selected:outline-2 aria-selected:-outline-offset-2 aria-selected:outline-accent"
    >
      {view?.kind === "list" ? (
        <ListDot className={cx("size-4 shrink-0", view.tone)} />
      ) : (
        <Icon
          name={iconOf(entry)}
          className={cx("size-4 shrink-0 forced-colors:text-inherit", view?.tone ?? "text-muted")}
        />
      )}
      <span dir="auto" className={cx("min-w-0 flex-1 truncate text-left", isDone && "text-muted line-through")}>
        {entry.title}
      </span>
      {isDone && <span className="sr-only">Completed</span>}
      {isArchived && <span className="text-xs text-muted">Archived</span>}
      {entry.kind === "command" && <Keys keys={entry.command.keys ?? []} />}
    </div>
  );
}

function Keys({ keys }: { keys: readonly string[] }) {
  return keys.map((key) => (
    <kbd
      key={key}
      className="inline-block min-w-7 rounded-md border border-line bg-surface px-1.5 py-0.5 text-center font-sans text-xs text-muted"
    >
      {sayKey(key)}
    </kbd>
  ));
}

function iconOf(entry: Entry): IconName {
  if (entry.kind === "command") return "command";
  if (entry.kind === "view") return entry.view.icon;
  return entry.task.completed ? "circle-check" : "circle";
}
