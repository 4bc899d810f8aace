/** What stands where the list would be: while it loads, when it cannot, and when there is nothing in it. */
"use client";

import { CalendarCheck, CircleCheckBig, CloudOff, ListTodo, type LucideIcon, SearchX } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import type { Task } from "@/lib/sync/tasks";
import { type Day, sayDay } from "@/lib/tasks/day";
import type { View } from "@/lib/tasks/use-view";
import { type Filter, sayWhereSearched } from "@/lib/tasks/view";

const SLOW_MS = 1_000;
const SKELETON_WIDTHS = ["w-3/5", "w-2/5", "w-1/2", "w-2/3", "w-1/3"];

/** Rows of the height of real ones. */
export function Loading() {
  return (
    <div aria-hidden className="animate-pulse">
      {SKELETON_WIDTHS.map((width) => (
        <div key={width} className="flex h-[57px] items-center gap-4 border-b border-line pl-3.5 last:border-b-0">
          <div className="size-6 rounded-full border-2 border-line" />
          <div className={`h-3.5 rounded-full bg-line ${width}`} />
        </div>
      ))}
    </div>
  );
}

/** How many there are; that it takes long, when it does. */
export function Count({ count, isLoading }: { count: number | undefined; isLoading: boolean }) {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isLoading) return;
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, [isLoading]);
  return (
    <div className="text-sm text-muted tabular-nums">
      {count !== undefined && sayCount(count)}
      <span role="status">{isLoading && isSlow && "Still loading…"}</span>
    </div>
  );
}

export function sayCount(count: number): string {
  return count === 1 ? "1 task" : `${count.toLocaleString()} tasks`;
}

type NoticeProps = { icon: LucideIcon; title: string; children?: ReactNode };

function Notice({ icon: Icon, title, children }: NoticeProps) {
  return (
    <div className="grid min-h-[285px] place-content-center justify-items-center gap-1.5 px-6 py-12 text-center">
      <div className="mb-2 flex size-12 items-center justify-center rounded-full bg-accent-soft text-accent">
        <Icon aria-hidden className="size-6" />
      </div>
      <p className="font-medium">{title}</p>
      {children && <div className="max-w-sm text-sm text-pretty text-muted">{children}</div>}
    </div>
  );
}

export function OutOfReach() {
  return (
    <Notice icon={CloudOff} title="Your tasks are out of reach just now">
      They appear here as soon as the server answers. What you add meanwhile is saved then.
    </Notice>
  );
}

export function Refused({ detail, onRetry }: { detail: string; onRetry: () => void }) {
  return (
    <Notice icon={CloudOff} title={detail}>
      <Button size="sm" className="mt-3" onClick={onRetry}>
        Try again
      </Button>
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
          Nothing here has “<bdi className="wrap-anywhere">{view.query.trim()}</bdi>” {sayWhereSearched(view.query)}.
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
  if (!next?.due_date) return "No open task has a date ahead.";
  return (
    <>
      Next: <bdi className="wrap-anywhere">{next.title}</bdi>, {sayDay(next.due_date, today, locale)}.
    </>
  );
}
