/** Every task, completed or not, but for those of archived lists. */

import { Notice } from "@/components/list-states";
import type { TaskView } from "./view";

const all: TaskView = {
  path: "/all",
  title: "All tasks",
  icon: "layers",
  rank: 60,
  has: () => true,
  // With a task there is one here, or in an archived list; a search that finds none speaks for itself.
  Empty: () => <Notice title="Nothing to do yet" />,
};

export default all;
