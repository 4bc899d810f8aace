/** What is done. */

import { CircleCheckBig } from "lucide-react";
import { Notice } from "@/components/list-states";
import type { TaskView } from "./view";

const completed: TaskView = {
  path: "/completed",
  title: "Completed",
  place: 30,
  has: (task) => task.completed,
  Empty: () => (
    <Notice icon={CircleCheckBig} title="Nothing completed yet">
      Tick a task, and it is kept here.
    </Notice>
  ),
};

export default completed;
