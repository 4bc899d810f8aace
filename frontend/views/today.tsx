/** What is due by today, and what should have been done before. */

import { type ComponentType, lazy, Suspense } from "react";
import { Notice } from "@/components/list-states";
import { toDate } from "@/lib/tasks/day";
import { isOverdue } from "@/lib/tasks/overdue";
import type { EmptyProps, TaskView } from "./view";

const NextDue = lazy<ComponentType<EmptyProps>>(() =>
  import("@/components/tasks/next-due").catch(() => ({ default: () => null })),
);

const today: TaskView = {
  path: "/today",
  title: "Today",
  icon: "sun",
  rank: 20,
  isOfTheDay: true,
  isCounted: true,
  sort: "due",
  has: (task, { today }) => !task.completed && task.due_date !== null && task.due_date <= today,
  defaults: ({ today }) => ({ due_date: today }),
  subtitle: ({ today }, locale) =>
    toDate(today).toLocaleDateString(locale, { weekday: "short", day: "numeric", month: "long" }),
  // A task that was just completed stays where it was.
  section: (task, { today }) =>
    isOverdue({ ...task, completed: false }, today)
      ? { key: "1", title: "Overdue", isLate: true }
      : { key: "2", title: "Today", day: today },
  Empty: (facts) => (
    <Notice icon="calendar-check" title="Nothing due today">
      <Suspense>
        <NextDue {...facts} />
      </Suspense>
    </Notice>
  ),
};

export default today;
