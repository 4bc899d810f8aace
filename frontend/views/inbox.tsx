/** What is still to be done, and is in no list. */

import { Notice } from "@/components/list-states";
import type { TaskView } from "./view";

const inbox: TaskView = {
  path: "/",
  title: "Inbox",
  icon: "inbox",
  rank: 10,
  isOfTheDay: true,
  isCounted: true,
  isOfOneList: true,
  sort: "position",
  // A task of a list that is not there has to be found somewhere.
  has: (task, { hasList }) => !task.completed && (!task.list_id || !hasList(task.list_id)),
  Empty: () => <Notice title="All done">Nothing in your Inbox is left to do.</Notice>,
};

export default inbox;
