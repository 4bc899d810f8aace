/** What a view of the app is: where it is, what it is called, which tasks it shows, and what is added in it. */

import type { ComponentType } from "react";
import type { Defaults } from "@/lib/domain/task";
import type { Task } from "@/lib/sync/tasks";
import type { Day } from "@/lib/tasks/day";
import type { Findable } from "@/lib/tasks/search";

/** What a view depends on beside the tasks. */
export type Facts = { today: Day };

export type EmptyProps = Facts & { tasks: Task[]; locale: string };

type Named = {
  path: `/${string}`;
  title: string;
  /** Where it stands among the others, from the lowest to the highest. */
  place: number;
};

/** A list of tasks. */
export type TaskView = Named & {
  has: (task: Findable, facts: Facts) => boolean;
  defaults?: (facts: Facts) => Partial<Defaults>;
  /** What is said where there are tasks, and none of them is here. */
  Empty: ComponentType<EmptyProps>;
};

/** Something else than a list of tasks, which draws itself. */
export type PageView = Named & { Page: ComponentType };

export type View = TaskView | PageView;
