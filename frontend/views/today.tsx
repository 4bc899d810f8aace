/** What is due by today. */

import { CalendarCheck } from "lucide-react";
import { Notice } from "@/components/list-states";
import { NextDue } from "@/components/tasks/next-due";
import type { TaskView } from "./view";

const today: TaskView = {
  path: "/today",
  title: "Today",
  place: 40,
  has: (task, { today }) => !task.completed && task.due_date !== null && task.due_date <= today,
  defaults: ({ today }) => ({ due_date: today }),
  Empty: (facts) => (
    <Notice icon={CalendarCheck} title="Nothing due today">
      <NextDue {...facts} />
    </Notice>
  ),
};

export default today;
