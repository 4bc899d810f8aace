/** What is due after today, day by day, and faintly when tasks that repeat come again. */

import { type ComponentType, lazy, Suspense } from "react";
import { Notice } from "@/components/list-states";
import type { OnlyOccurrencesProps } from "@/components/tasks/only-occurrences";
import { compare } from "@/lib/compare";
import type { Task } from "@/lib/sync/tasks";
import { sayDayWithWeekday } from "@/lib/tasks/day";
import { dueKey } from "@/lib/tasks/sort";
import type { Facts, TaskView } from "./view";

const OnlyOccurrences = lazy<ComponentType<OnlyOccurrencesProps>>(() =>
  import("@/components/tasks/only-occurrences").catch(() => ({ default: ({ children }) => children })),
);

const section = ({ due_date }: Task, { today }: Pick<Facts, "today">, locale: string) => ({
  key: due_date ?? "",
  day: due_date,
  title: due_date ? sayDayWithWeekday(due_date, today, locale) : "No date",
});

const upcoming: TaskView = {
  path: "/upcoming",
  title: "Upcoming",
  icon: "calendar-days",
  rank: 30,
  isOfTheDay: true,
  has: (task, { today }) => !task.completed && task.due_date !== null && task.due_date > today,
  isByDay: true,
  order: (one, other) => compare(dueKey(one), dueKey(other)) || other.priority - one.priority,
  section,
  Empty: (page) => {
    const notice = (
      <Notice icon="calendar-days" title="Nothing is planned">
        What is due after today stands here, day by day.
      </Notice>
    );
    return (
      <Suspense fallback={notice}>
        <OnlyOccurrences {...page} section={(task) => section(task, page, page.locale)}>
          {notice}
        </OnlyOccurrences>
      </Suspense>
    );
  },
};

export default upcoming;
