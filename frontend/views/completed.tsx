/** What is done, by the day on which it was done. */

import { Notice } from "@/components/list-states";
import { compare } from "@/lib/compare";
import type { Task } from "@/lib/sync/tasks";
import { dayOf, sayDayWithWeekday } from "@/lib/tasks/day";
import type { TaskView } from "./view";

/** Tasks that were completed before the API kept the time have only that of their last change. */
const doneAt = (task: Task) => task.completed_at ?? task.updated_at;

const completed: TaskView = {
  path: "/completed",
  title: "Completed",
  icon: "circle-check-big",
  rank: 70,
  // What was done stays done.
  hasArchived: true,
  has: (task) => task.completed,
  order: (one, other) => compare(doneAt(other), doneAt(one)),
  section: (task, { today }, locale) => {
    const day = dayOf(new Date(doneAt(task)));
    return { key: day, day, title: sayDayWithWeekday(day, today, locale) };
  },
  Empty: () => <Notice title="Nothing completed yet">Tick a task, and it is kept here.</Notice>,
};

export default completed;
