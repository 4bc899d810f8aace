/** The ways to all views, and how much is left to do in them. */
"use client";

import { useDeferredValue, useMemo } from "react";
import { Lists } from "@/components/lists/lists";
import { Hash } from "@/components/ui/icons";
import { useHasList, useLists } from "@/lib/sync/lists";
import { useShownTasks } from "@/lib/sync/tasks";
import { countTags } from "@/lib/tasks/tags";
import { useToday } from "@/lib/tasks/use-today";
import { otherViews, viewsOfTheDay } from "@/views";
import { tagHref } from "@/views/address";
import { countByView } from "@/views/tasks";
import { SidebarLink } from "./sidebar-link";

/** `onGone` hears that somebody goes somewhere, where the sidebar lies in a drawer. */
export function Sidebar({ onGone }: { onGone?: () => void }) {
  // A tick comes first; the numbers follow.
  const tasks = useDeferredValue(useShownTasks());
  const today = useToday();
  const lists = useLists();
  const hasList = useHasList();
  const counts = useMemo(() => tasks && countByView(tasks, { today, hasList }), [tasks, today, hasList]);
  const tags = useMemo(() => countTags(tasks ?? []), [tasks]);
  return (
    <nav aria-label="Views" className="grid grid-cols-1 content-start gap-6 px-3 py-4">
      <ul className="grid grid-cols-1 gap-0.5">
        {viewsOfTheDay.map((view) => (
          <SidebarLink key={view.path} href={view.path} icon={view.icon} count={counts?.get(view)} onGone={onGone}>
            {view.title}
          </SidebarLink>
        ))}
      </ul>
      <Lists lists={lists?.lists ?? []} archived={lists?.archived ?? []} onGone={onGone} />
      {tags.length > 0 && (
        <section aria-labelledby="sidebar-tags">
          <h2 id="sidebar-tags" className="px-2.5 pb-1 text-xs font-semibold text-muted">
            Tags
          </h2>
          <ul className="grid grid-cols-1 gap-0.5">
            {tags.map(({ name, open }) => (
              <SidebarLink key={name} href={tagHref(name)} icon={Hash} count={open} onGone={onGone}>
                {name}
              </SidebarLink>
            ))}
          </ul>
        </section>
      )}
      <ul className="grid grid-cols-1 gap-0.5">
        {otherViews.map((view) => (
          <SidebarLink key={view.path} href={view.path} icon={view.icon} onGone={onGone}>
            {view.title}
          </SidebarLink>
        ))}
      </ul>
    </nav>
  );
}
