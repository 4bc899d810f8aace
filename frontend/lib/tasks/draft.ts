/** A task that is still being written, and what it will be. */

import type { TaskFields } from "@/lib/sync/tasks";
import type { Day } from "./day";
import type { FoundDay } from "./due-date";

export type Draft = {
  text: string;
  description: string;
  /** Chosen by hand; null is chosen too: none. Undefined leaves it to the words. */
  chosen: Day | null | undefined;
  /** Words that mean no day after all. */
  ignored: string | undefined;
  error: string | undefined;
};

export const blank: Draft = { text: "", description: "", chosen: undefined, ignored: undefined, error: undefined };

/** "tom" for no day, then "tomorrow" typed further: still no day. */
function isIgnored({ ignored }: Draft, found: FoundDay): boolean {
  return ignored !== undefined && found.words.startsWith(ignored);
}

export function dueOf(draft: Draft, found: FoundDay | null): Day | null {
  if (draft.chosen !== undefined) return draft.chosen;
  return found && !isIgnored(draft, found) ? found.day : null;
}

export function toFields(draft: Draft, found: FoundDay | null): TaskFields {
  // Words stay in the title unless they became the due date.
  const isUsed = found && draft.chosen === undefined && !isIgnored(draft, found);
  return {
    title: isUsed ? found.rest : draft.text.trim(),
    description: draft.description.trim() ? draft.description : null,
    due_date: dueOf(draft, found),
    priority: 0,
    tags: [],
  };
}
