/** A text as the add box reads it. */

import { dayOf } from "../lib/tasks/day";
import { blank, quickAddOf, toFields } from "../lib/tasks/draft";
import type { FindDay } from "../lib/tasks/due-date";
import { readQuickAdd } from "../lib/tasks/quick-add";
import type { FindWhen } from "../lib/tasks/when";

export function read(text: string, find: FindDay, now: Date) {
  const draft = { ...blank, text };
  const quick = quickAddOf(draft);
  const found = find(quick.rest, dayOf(now));
  return { ...toFields(draft, quick, found), found };
}

/** The same with its time, its repeat and its reminder. */
export function readWhen(text: string, find: FindWhen, now: Date, kept: readonly string[] = []) {
  const quick = readQuickAdd(text);
  const found = find(quick.rest, now, kept);
  const more = readQuickAdd(found?.rest ?? "", { tags: quick.tags });
  return {
    title: found ? more.rest : quick.rest,
    day: found?.day ?? null,
    time: found?.time ?? null,
    repeat: found?.repeat ?? null,
    repeat_from: found?.repeatFrom ?? null,
    remind_before: found?.remindBefore ?? null,
    tags: found ? more.tags : quick.tags,
    priority: more.priority || quick.priority,
    phrases: found?.phrases ?? [],
  };
}
