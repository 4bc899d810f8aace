/** What should have been done by now. */

import { CalendarCheck } from "lucide-react";
import { Notice } from "@/components/list-states";
import { NextDue } from "@/components/tasks/next-due";
import { isOverdue } from "@/lib/tasks/overdue";
import type { TaskView } from "./view";

const overdue: TaskView = {
  path: "/overdue",
  title: "Overdue",
  place: 50,
  has: (task, { today }) => isOverdue(task, today),
  Empty: (facts) => (
    <Notice icon={CalendarCheck} title="Nothing is overdue">
      <NextDue {...facts} />
    </Notice>
  ),
};

export default overdue;
