/** What is due after today, day by day. */

import { Notice } from "@/components/list-states";
import { compare } from "@/lib/compare";
import { sayDayWithWeekday } from "@/lib/tasks/day";
import { dueKey } from "@/lib/tasks/sort";
import type { TaskView } from "./view";

const upcoming: TaskView = {
  path: "/upcoming",
  title: "Upcoming",
  icon: "calendar-days",
  rank: 30,
  isOfTheDay: true,
  has: (task, { today }) => !task.completed && task.due_date !== null && task.due_date > today,
  isByDay: true,
  order: (one, other) => compare(dueKey(one), dueKey(other)) || other.priority - one.priority,
  section: ({ due_date }, { today }, locale) => ({
    key: due_date ?? "",
    title: due_date ? sayDayWithWeekday(due_date, today, locale) : "No date",
  }),
  Empty: () => (
    <Notice icon="calendar-days" title="Nothing is planned">
      What is due after today stands here, day by day.
    </Notice>
  ),
};

export default upcoming;
