/** What is still to be done. */

import { CircleCheckBig } from "lucide-react";
import { Notice } from "@/components/list-states";
import type { TaskView } from "./view";

const active: TaskView = {
  path: "/active",
  title: "Active",
  place: 20,
  has: (task) => !task.completed,
  Empty: () => (
    <Notice icon={CircleCheckBig} title="All done">
      Everything on your list is completed.
    </Notice>
  ),
};

export default active;
