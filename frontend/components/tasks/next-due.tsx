/** Which open task is due next, for a view by days in which there is none. Fetched then. */
"use client";

import { compare } from "@/lib/compare";
import { sayDay } from "@/lib/tasks/day";
import { dueKey } from "@/lib/tasks/sort";
import type { EmptyProps } from "@/views/view";

export default function NextDue({ tasks, today, locale, isArchived }: EmptyProps) {
  const open = tasks.filter((task) => !task.completed && !isArchived(task.list_id));
  const ahead = open.filter(({ due_date }) => due_date !== null && due_date >= today);
  const next = ahead.toSorted((a, b) => compare(dueKey(a), dueKey(b)))[0];
  if (!next?.due_date) return <p>No open task has a date ahead.</p>;
  return (
    <p>
      <span>Next: </span>
      <bdi className="wrap-anywhere">{next.title}</bdi>
      <span>{`, ${sayDay(next.due_date, today, locale)}.`}</span>
    </p>
  );
}
