/** Stays with a tag that is called something else now: the address follows, with what is searched for and open there. */

import type { Step } from "@/lib/commands/step";
import type { Task } from "@/lib/sync/tasks";
import { isSameTag } from "@/lib/tasks/quick-add";
import { tagAfter } from "@/lib/tasks/retag";
import { home } from "@/views";
import { tagHref } from "@/views/address";
import { goTo } from "@/views/go-to";

/** Null: there is no such tag any more. */
export function followTag(tag: string, name: string | null): void {
  const here = new URL(window.location.href);
  const isThere = here.pathname === new URL(tagHref(tag), here).pathname;
  if (!isThere || !isSameTag(here.searchParams.get("name") ?? "", tag)) return;
  here.searchParams.set("name", name ?? "");
  goTo(name === null ? home.path : here.pathname + here.search, "replaceState");
}

/** The same after an undo. `tasks` are those from before. */
export function followSteps(tag: string, done: readonly Step[], tasks: readonly Task[]): void {
  const name = tagAfter(tag, done, tasks);
  if (name !== undefined) followTag(tag, name);
}
