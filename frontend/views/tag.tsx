/** What is still to be done, and has a tag. */

import { Notice } from "@/components/list-states";
import { ViewLink } from "@/components/view-link";
import { isSameTag } from "@/lib/tasks/quick-add";
import { tagQuery } from "@/lib/tasks/search";
import type { TaskView } from "./view";

const tag: TaskView = {
  path: "/tag",
  title: "Tag",
  icon: "hash",
  rank: 50,
  param: "name",
  has: (task, { of }) => !task.completed && task.tags.some((one) => isSameTag(one, of)),
  defaults: ({ of }) => ({ tags: [of] }),
  Empty: ({ of }) => (
    <Notice icon="hash" title="Nothing left to do">
      <ViewLink href={`/all?${new URLSearchParams({ q: tagQuery(of) })}`} className="link">
        Show what is completed
      </ViewLink>
    </Notice>
  ),
};

export default tag;
