/** What is still to be done in one of the person's lists. */

import { Notice } from "@/components/list-states";
import type { TaskView } from "./view";

const list: TaskView = {
  path: "/list",
  title: "List",
  icon: "list",
  rank: 40,
  param: "id",
  isOfOneList: true,
  sort: "position",
  hasArchived: true,
  has: (task, { of }) => !task.completed && task.list_id === of,
  defaults: ({ of }) => ({ list_id: of }),
  Empty: () => <Notice title="Nothing to do here">What you add above is put into this list.</Notice>,
};

export default list;
