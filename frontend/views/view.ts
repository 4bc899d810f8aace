/** What a view of the app is: where it is, what it is called, which tasks it shows, and what is added in it. */

import type { ComponentType } from "react";
import type { IconName } from "@/components/ui/icon";
import type { ListFacts } from "@/lib/domain/list";
import type { Defaults } from "@/lib/domain/task";
import type { Task } from "@/lib/sync/tasks";
import type { Day } from "@/lib/tasks/day";
import type { Findable } from "@/lib/tasks/search";
import type { Sort } from "@/lib/tasks/sort";

/** What a view depends on beside the tasks. */
export type Facts = ListFacts & {
  today: Day;
  /** Which one it is, of views of which there are many. */
  of: string;
};

export type EmptyProps = Facts & { tasks: Task[]; locale: string };

type Named = {
  path: `/${string}`;
  title: string;
  icon: IconName;
  /** Where it stands among the others, from the lowest to the highest. */
  rank: number;
};

/** Tasks that stand together under a heading. Sections are in the order of their keys. */
export type Section = {
  key: string;
  title: string;
  /** The day that its title says, so that rows need not. */
  day?: Day | null;
  /** Whether its tasks should have been done, and can be moved to today at once. */
  isLate?: boolean;
};

/** A list of tasks. */
export type TaskView = Named & {
  /** The parameter of the address that says which one it is, of views of which there are many. */
  param?: "id" | "name";
  has: (task: Findable, facts: Facts) => boolean;
  defaults?: (facts: Facts) => Partial<Defaults>;
  /** The order in which its tasks come where nobody has chosen one; else the newest come first. */
  sort?: Sort;
  /** The only order that makes sense here. */
  order?: (one: Task, other: Task) => number;
  section?: (task: Task, facts: Facts, locale: string) => Section;
  /** Whether its sections are days, so that a task that is dragged to another one is due then. */
  isByDay?: boolean;
  /** What is said under its title. */
  subtitle?: (facts: Facts, locale: string) => string;
  /** Whether a day begins with it: it is at the top of the sidebar, and in the bar of narrow screens. */
  isOfTheDay?: boolean;
  /** Whether its tasks are of one list, which need not be said of each. */
  isOfOneList?: boolean;
  /** Whether it shows what is in archived lists, too; elsewhere only a search finds that. */
  hasArchived?: boolean;
  /** Whether the sidebar says how many tasks it has. */
  isCounted?: boolean;
  /** What is said where there are tasks, and none of them is here. */
  Empty: ComponentType<EmptyProps>;
};

/** Something else than a list of tasks, which draws itself. */
export type PageView = Named & { Page: ComponentType };

export type View = TaskView | PageView;
