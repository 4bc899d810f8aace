/** The person's lists in the sidebar, and the way to a new one. */
"use client";

import { lazy, Suspense, useRef } from "react";
import { SidebarLink } from "@/components/sidebar/sidebar-link";
import { toneOf } from "@/components/tones";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { useFetched } from "@/components/ui/use-fetched";
import { useCommands } from "@/lib/commands/use-commands";
import type { List } from "@/lib/domain/list";
import { listHref } from "@/views/address";
import { ListMenu } from "./list-menu";

const load = () => import("./new-list-dialog");
const NewListDialog = lazy(load);
const loadDragging = () => import("@/components/dragging/list-dragging");
const ListDragging = lazy(loadDragging);

type ListsProps = {
  lists: readonly List[];
  archived: readonly List[];
  /** By the id of a list, how many tasks in it are still to be done. */
  open: ReadonlyMap<string, number>;
  /** Hears that somebody goes somewhere: the sidebar lies in a drawer. */
  onGone?: (() => void) | undefined;
};

export function Lists({ lists, archived, open, onGone }: ListsProps) {
  const dialog = useFetched(load);
  const dragging = useFetched(loadDragging);
  useCommands([{ id: "new-list", title: "New list", run: dialog.open }]);
  const order = useRef<HTMLUListElement>(null);
  const link = (list: List) => (
    <SidebarLink
      key={list.id}
      href={listHref(list.id)}
      tone={toneOf(list.color)}
      count={open.get(list.id)}
      onGone={onGone}
      // Behind a drawer no menu can be pressed; the page of the list has it, too.
      menu={onGone ? undefined : <ListMenu list={list} />}
    >
      {list.name}
    </SidebarLink>
  );
  return (
    <section aria-labelledby="sidebar-lists">
      <div className="flex items-center justify-between pl-2.5">
        <h2 id="sidebar-lists" className="text-xs font-semibold text-muted">
          Lists
        </h2>
        <Button
          variant="ghost"
          size="icon"
          aria-label="New list"
          title="New list"
          onPointerEnter={dialog.reach}
          onClick={dialog.open}
        >
          <Icon name="plus" className="size-4.5" />
        </Button>
      </div>
      <ul ref={order} onPointerEnter={dragging.open} className="grid grid-cols-1 gap-0.5">
        {lists.map(link)}
      </ul>
      {archived.length > 0 && (
        <details className="group/archive mt-1">
          <summary className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-control px-2.5 text-sm text-muted hover:bg-hover pointer-coarse:min-h-11">
            <Icon name="archive" className="size-4.5" />
            <span className="flex-1">{`Archive · ${archived.length}`}</span>
            <Icon name="chevron-down" className="size-4 -rotate-90 group-open/archive:rotate-0" />
          </summary>
          <ul className="grid grid-cols-1 gap-0.5">{archived.map(link)}</ul>
        </details>
      )}
      <Suspense>{dragging.isOpen && <ListDragging order={order} lists={lists} />}</Suspense>
      <Suspense>{dialog.isOpen && <NewListDialog onAdded={() => onGone?.()} onClose={dialog.close} />}</Suspense>
    </section>
  );
}
