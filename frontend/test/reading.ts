/** A text as the add box reads it. */

import { dayOf } from "../lib/tasks/day";
import { blank, quickAddOf, toFields } from "../lib/tasks/draft";
import type { FindDay } from "../lib/tasks/due-date";

export function read(text: string, find: FindDay, now: Date) {
  const draft = { ...blank, text };
  const quick = quickAddOf(draft);
  const found = find(quick.rest, dayOf(now));
  return { ...toFields(draft, quick, found), found };
}
