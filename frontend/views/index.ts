/** All views. Each is a file of this folder with a default export; there is no list of them to be kept. */

import type { PageView, TaskView, View } from "./view";

const files = import.meta.glob<{ default: View }>("./*.tsx", { eager: true });

const views = Object.values(files)
  .map((file) => file.default)
  .toSorted((a, b) => a.rank - b.rank);

const isOfTasks = (view: View): view is TaskView => "has" in view;

export const taskViews = views.filter(isOfTasks);
export const pageViews = views.filter((view): view is PageView => !isOfTasks(view));

/** What a day begins with. */
export const viewsOfTheDay = taskViews.filter((view) => view.isOfTheDay);
/** The others that there is one of, but for the account, to which the user's menu leads. */
export const otherViews = [
  ...taskViews.filter((view) => !view.isOfTheDay && !view.param),
  ...pageViews.filter(({ path }) => path !== "/account"),
];

/** Where the app begins. */
export const home = taskViews[0] as TaskView;
/** The view that leaves out nothing but what is archived, which a search finds in it. */
export const everything = taskViews.find((view) => view.path === "/all") as TaskView;

export const viewAt = (path: string): View | undefined => views.find((view) => view.path === path);

export const taskViewAt = (path: string): TaskView | undefined => taskViews.find((view) => view.path === path);
