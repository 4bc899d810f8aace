/** What becomes of tasks when a tag gets another name, becomes one with another tag, or goes. Pure. */

import type { Step } from "../commands/step";
import type { Task } from "../domain/task";
import { hasTag, isSameTag } from "./quick-add";

/** The name in what somebody types for a tag. */
export const tagNamed = (text: string): string => text.trim().replace(/^#+(?=.)/, "");

/** The other tag that has this name already, as it is written where it was used last. */
export function otherTag(tasks: readonly { tags: string[] }[], tag: string, name: string): string | undefined {
  if (isSameTag(tag, name)) return undefined;
  return tasks.flatMap(({ tags }) => tags).find((one) => isSameTag(one, name));
}

/** With `name` in the place of `tag`; null takes it out. A task has each tag once. */
export function retagged(tags: readonly string[], tag: string, name: string | null): string[] {
  const others = tags.filter((one) => isSameTag(one, tag) || name === null || !isSameTag(one, name));
  return others.flatMap((one) => (isSameTag(one, tag) ? (name ?? []) : one));
}

/** What a tag is called after these steps, if they have given all that had it another one; `tasks` are those from before. */
export function tagAfter(tag: string, steps: readonly Step[], tasks: readonly Task[]): string | undefined {
  const changed = new Map(steps.map(({ itemId, before, after }) => [itemId, { before, after }]));
  const [first, ...rest] = [...changed.values()].map(({ before, after }) => gained(before as Task, after as Task, tag));
  const isLeft = tasks.some((task) => hasTag(task.tags, tag) && !changed.has(task.id));
  return isLeft ? undefined : first?.find((one) => rest.every((tags) => tags?.some((other) => isSameTag(one, other))));
}

/** The tags that a task has instead of that one. */
function gained(before: Task | null, after: Task | null, tag: string): string[] | undefined {
  if (!before?.tags || !after?.tags || !hasTag(before.tags, tag) || hasTag(after.tags, tag)) return undefined;
  return after.tags.filter((one) => !hasTag(before.tags, one));
}
