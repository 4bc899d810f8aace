/** What completing makes of a task that repeats. Heavy for a first load: fetched when the page has time. */

import { DAY_MS, type Day } from "../../tasks/day";
import type { Task } from "../task";
import { nextOf } from "./next-day";
import { parseRule, spellRule } from "./rule";

/** What the API may come to otherwise than was shown. */
export const computed = ["completed", "due_date", "repeat"] as const;

type Repeating = Pick<Task, "due_date" | "repeat" | "repeat_from">;

/** What is different in it then. */
export type Coming = { due_date: Day; repeat: string };

/** Null: this was the last time. Undefined: only the API knows. */
export function comingOf({ due_date, repeat, repeat_from }: Repeating, today: Day): Coming | null | undefined {
  const rule = repeat ? parseRule(repeat) : undefined;
  if (!rule) return undefined;
  const next = nextOf(rule, due_date, today, repeat_from);
  return next && { due_date: next.day, repeat: spellRule(next.left) };
}

/** Whether it has been completed since it was seen: then it stands on one of its later days. */
export function hasComeAgain({ due_date, repeat, repeat_from }: Repeating, now: Task): boolean {
  if (!repeat || !now.due_date || now.due_date === due_date) return false;
  if (!due_date || now.due_date < due_date) return due_date === null;
  const rule = parseRule(repeat);
  if (repeat_from === "completion" || !rule) return true;
  const { count: _, ...endless } = rule;
  const dayBefore = new Date(Date.parse(now.due_date) - DAY_MS).toISOString().slice(0, 10);
  return nextOf(endless, due_date, dayBefore, "due")?.day === now.due_date;
}

/** Whether completing it means the same time as when it was seen. What does not repeat has no other. */
export const isSameTime = (seen: Repeating, now: Repeating) =>
  seen.due_date === now.due_date || (seen.repeat ?? now.repeat) === null;
