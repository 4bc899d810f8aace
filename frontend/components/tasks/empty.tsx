/** What is said where no task is to be seen. */
"use client";

import { CalendarCheck, CircleCheckBig, CloudOff, ListTodo, SearchX } from "lucide-react";
import { Notice } from "@/components/list-states";
import { Button } from "@/components/ui/button";
import type { Task } from "@/lib/sync/tasks";
import { type Day, sayDay } from "@/lib/tasks/day";
import type { View } from "@/lib/tasks/use-view";
import { type Filter, sayWhereSearched } from "@/lib/tasks/view";

export function OutOfReach() {
  return (
    <Notice icon={CloudOff} title="Your tasks are out of reach just now">
      They appear here as soon as the server answers. What you add meanwhile is saved then.
    </Notice>
  );
}

type EmptyProps = { view: View; tasks: Task[]; today: Day; locale: string; onClearSearch: () => void };

export function Empty({ view, tasks, today, locale, onClearSearch }: EmptyProps) {
  if (tasks.length === 0)
    return (
      <Notice icon={ListTodo} title="Nothing to do yet">
        Type your first task above and press Enter.
      </Notice>
    );
  if (view.query.trim())
    return (
      <Notice icon={SearchX} title="No task matches">
        <p>
          <span>Nothing here has “</span>
          <bdi className="wrap-anywhere">{view.query.trim()}</bdi>
          <span>{`” ${sayWhereSearched(view.query)}.`}</span>
        </p>
        <div className="mt-4 flex flex-wrap justify-center gap-2">
          <Button size="sm" onClick={onClearSearch}>
            Clear search
          </Button>
          {view.filter !== "all" && (
            <Button size="sm" variant="ghost" onClick={() => view.setFilter("all")}>
              Search all tasks
            </Button>
          )}
        </div>
      </Notice>
    );
  return <EmptyFilter filter={view.filter} tasks={tasks} today={today} locale={locale} />;
}

function EmptyFilter({ filter, tasks, today, locale }: { filter: Filter; tasks: Task[]; today: Day; locale: string }) {
  switch (filter) {
    case "completed":
      return (
        <Notice icon={CircleCheckBig} title="Nothing completed yet">
          Tick a task, and it is kept here.
        </Notice>
      );
    case "today":
      return (
        <Notice icon={CalendarCheck} title="Nothing due today">
          <NextDue tasks={tasks} today={today} locale={locale} />
        </Notice>
      );
    case "overdue":
      return (
        <Notice icon={CalendarCheck} title="Nothing is overdue">
          <NextDue tasks={tasks} today={today} locale={locale} />
        </Notice>
      );
    default:
      return (
        <Notice icon={CircleCheckBig} title="All done">
          Everything on your list is completed.
        </Notice>
      );
  }
}

function NextDue({ tasks, today, locale }: { tasks: Task[]; today: Day; locale: string }) {
  const ahead = tasks.filter((task) => !task.completed && task.due_date !== null && task.due_date >= today);
  const next = ahead.toSorted((a, b) => (a.due_date ?? "").localeCompare(b.due_date ?? ""))[0];
  if (!next?.due_date) return <p>No open task has a date ahead.</p>;
  return (
    <p>
      <span>Next: </span>
      <bdi className="wrap-anywhere">{next.title}</bdi>
      <span>{`, ${sayDay(next.due_date, today, locale)}.`}</span>
    </p>
  );
}
