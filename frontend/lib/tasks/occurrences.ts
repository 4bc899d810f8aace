/** When tasks that repeat come again, for a view by days. Computed as far as it is shown, and never more of it. */

import { compare } from "../compare";
import { type Next, nextOf } from "../domain/repeat/next-day";
import { completeRule, parseRule } from "../domain/repeat/rule";
import type { Task } from "../domain/task";
import { isRepeating } from "./coming";
import { DAY_MS, type Day } from "./day";

/** What is further away is nothing that somebody plans by; each monthly task comes within it. */
export const HORIZON_DAYS = 35;
export const MOST_OF_TASK = 14;
/** In all, the nearest first. */
export const MOST = 300;

export type Occurrence = { task: Task; day: Day };

type Line = { task: Task; next: Next; left: number };

/** Day by day, and in the order of each day. */
export function occurrencesOf(tasks: readonly Task[], today: Day): Occurrence[] {
  const end = dayAfter(today, HORIZON_DAYS);
  const byDay = new Map<Day, Line[]>();
  const put = (task: Task, next: Next | null, left: number) => {
    if (!next || next.day > end || left === 0) return;
    const line = { task, next, left };
    const others = byDay.get(next.day);
    if (others) others.push(line);
    else byDay.set(next.day, [line]);
  };
  for (const task of tasks) if (isForeseen(task, end)) put(task, firstOf(task, today), MOST_OF_TASK);
  const found: Occurrence[] = [];
  for (let day = dayAfter(today, 1); day <= end; day = dayAfter(day, 1)) {
    for (const { task, next, left } of (byDay.get(day) ?? []).sort(byTime)) {
      if (found.length === MOST) return found;
      found.push({ task, day });
      put(task, nextOf(next.left, day, day, "due"), left - 1);
    }
  }
  return found;
}

/** When a task comes again that is counted from its completion, nobody knows. */
const isForeseen = (task: Task, end: Day) =>
  isRepeating(task) && task.repeat_from === "due" && task.due_date !== null && task.due_date < end;

// Tasks are new objects when they change: of ten thousand, only those that have are computed again.
const firsts = new WeakMap<Task, { today: Day; next: Next | null }>();

function firstOf(task: Task, today: Day): Next | null {
  const known = firsts.get(task);
  if (known?.today === today) return known.next;
  const rule = parseRule(task.repeat ?? "");
  const next = rule && task.due_date ? nextOf(completeRule(rule, task.due_date), task.due_date, today, "due") : null;
  firsts.set(task, { today, next });
  return next;
}

const byTime = ({ task: one }: Line, { task: other }: Line) =>
  compare(one.due_time ?? "~", other.due_time ?? "~") || other.priority - one.priority;

const dayAfter = (day: Day, days: number): Day => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** `isFirst`: nothing else stands on that day before it. */
export type Placed = Occurrence & { isFirst: boolean };

/** What stands after which row, by its id; "" is before the first one. Both are in the order of their days. */
export function amongRows(
  rows: readonly Pick<Task, "id" | "due_date">[],
  occurrences: readonly Occurrence[],
): Map<string, Placed[]> {
  const among = new Map<string, Placed[]>();
  let place = 0;
  let [after, dayBefore]: [string, Day | null] = ["", null];
  const putBefore = (day: Day) => {
    const own: Placed[] = [];
    for (let one = occurrences[place]; one && one.day < day; one = occurrences[++place]) {
      own.push({ ...one, isFirst: one.day !== dayBefore });
      dayBefore = one.day;
    }
    if (own.length > 0) among.set(after, own);
  };
  for (const { id, due_date } of rows) {
    if (due_date && due_date !== dayBefore) putBefore(due_date);
    [after, dayBefore] = [id, due_date];
  }
  putBefore("~");
  return among;
}
