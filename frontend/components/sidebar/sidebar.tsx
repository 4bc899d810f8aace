/** The ways to all views, and how much is left to do in them. */
"use client";

import { useDeferredValue, useMemo } from "react";
import { Lists } from "@/components/lists/lists";
import { TagMenu } from "@/components/tags/tag-menu";
import { toneOfTag } from "@/components/tones";
import { countOpen } from "@/lib/domain/list";
import { useListFacts, useLists } from "@/lib/sync/lists";
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
  const facts = useListFacts();
  const counts = useMemo(() => tasks && countByView(tasks, { today, ...facts }), [tasks, today, facts]);
  const open = useMemo(() => countOpen(tasks ?? []), [tasks]);
  const tags = useMemo(() => countTags(tasks?.filter((task) => !facts.isArchived(task.list_id)) ?? []), [tasks, facts]);
  return (
    <nav aria-label="Views" className="grid grid-cols-1 content-start gap-6 px-3 py-4">
      <ul className="grid grid-cols-1 gap-0.5">
        {viewsOfTheDay.map((view) => (
          <SidebarLink key={view.path} href={view.path} icon={view.icon} count={counts?.get(view)} onGone={onGone}>
            {view.title}
          </SidebarLink>
        ))}
      </ul>
      <Lists lists={lists?.lists ?? []} archived={lists?.archived ?? []} open={open} onGone={onGone} />
      <ul className="grid grid-cols-1 gap-0.5">
        {otherViews.map((view) => (
          <SidebarLink key={view.path} href={view.path} icon={view.icon} onGone={onGone}>
            {view.title}
          </SidebarLink>
        ))}
      </ul>
      {tags.length > 0 && (
        <section aria-labelledby="sidebar-tags">
          <h2 id="sidebar-tags" className="px-2.5 pb-1 text-xs font-semibold text-muted">
            Tags
          </h2>
          <ul className="grid grid-cols-1 gap-0.5">
            {tags.map(({ name, open }) => (
              <SidebarLink
                key={name}
                href={tagHref(name)}
                icon="hash"
                tone={toneOfTag(name)}
                count={open}
                onGone={onGone}
                // As that of a list.
                menu={onGone ? undefined : <TagMenu tag={name} />}
              >
                {name}
              </SidebarLink>
            ))}
          </ul>
        </section>
      )}
    </nav>
  );
}
