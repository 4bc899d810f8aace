/** What is still to be done, and is in no list. */

import { CircleCheckBig, Inbox } from "lucide-react";
import { Notice } from "@/components/list-states";
import type { TaskView } from "./view";

const inbox: TaskView = {
  path: "/",
  title: "Inbox",
  icon: Inbox,
  place: 10,
  isCounted: true,
  has: (task) => !task.completed,
  Empty: () => (
    <Notice icon={CircleCheckBig} title="All done">
      Nothing in your Inbox is left to do.
    </Notice>
  ),
};

export default inbox;
