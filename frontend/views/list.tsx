/** What is still to be done in one of the person's lists. */

import { Notice } from "@/components/list-states";
import { ViewLink } from "@/components/view-link";
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
  Empty: ({ of, hasList }) =>
    hasList(of) ? (
      <Notice title="Nothing to do here">What you add above is put into this list.</Notice>
    ) : (
      <Notice icon="list" title="There is no such list">
        <ViewLink href="/trash" className="link">
          Look for it in the trash
        </ViewLink>
      </Notice>
    ),
};

export default list;
