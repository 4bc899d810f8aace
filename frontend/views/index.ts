/** All views. Each is a file of this folder with a default export; there is no list of them to be kept. */

import type { PageView, TaskView, View } from "./view";

const files = import.meta.glob<{ default: View }>("./*.tsx", { eager: true });

const views = Object.values(files)
  .map((file) => file.default)
  .toSorted((a, b) => a.place - b.place);

const isOfTasks = (view: View): view is TaskView => "has" in view;

export const taskViews = views.filter(isOfTasks);
export const pageViews = views.filter((view): view is PageView => !isOfTasks(view));

/** The view with all tasks, where the app begins. */
export const home = taskViews[0] as TaskView;

/** Of the document; the first of them is what people call the app's page of tasks. */
export const titleOf = (view: View) => (view === home ? "Tasks" : view.title);

export const viewAt = (path: string): View | undefined => views.find((view) => view.path === path);

export const taskViewAt = (path: string): TaskView | undefined => taskViews.find((view) => view.path === path);
