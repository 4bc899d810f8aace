/** What a line of the sidebar does with a task that is dropped there. */

import type { Arranged, List } from "@/lib/domain/list";
import type { Day } from "@/lib/tasks/day";
import { home, taskViewAt } from "@/views";
import { addressOf } from "@/views/address";

/** Into that list, null being the Inbox, or due on that day. */
export type SidebarPlace = { list: List | null } | { day: Day };

export function sidebarPlace(href: string, lists: Arranged | undefined, today: Day): SidebarPlace | undefined {
  const { pathname, searchParams } = new URL(href);
  const view = taskViewAt(pathname);
  if (!view) return undefined;
  if (view === home) return { list: null };
  const { of } = addressOf(pathname, searchParams);
  const { list_id, due_date } = view.defaults?.({ today, of, hasList: () => true, isArchived: () => false }) ?? {};
  if (due_date) return { day: due_date };
  const list = list_id ? lists?.byId.get(list_id) : undefined;
  return list && !list.archived ? { list } : undefined;
}
