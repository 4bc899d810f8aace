/** Which tasks an address asks for: a view, and in it a search and an order. */

import { type Sort, sorts } from "@/lib/tasks/sort";
import { home, taskViewAt } from ".";
import type { TaskView } from "./view";

/**
 * `of`: which one it is, of views of which there are many. `sort`: the order that was chosen, if any was. `open`: the id of
 * the task that is open beside the list.
 */
export type Address = { view: TaskView; of: string; query: string; sort: Sort | null; open: string | null };

/** Where views of earlier versions went: some had an address of their own, and before that a parameter of "/". */
const moved: Record<string, string> = { "/active": "/", "/overdue": "/today" };

/** The address of now for one of an earlier version, or undefined. */
export function movedTo(path: string, params: Pick<URLSearchParams, "get">): string | undefined {
  const show = path === home.path ? params.get("show") : null;
  const named = show === null ? path : `/${show}`;
  return moved[named] ?? (show === null ? undefined : (taskViewAt(named)?.path ?? home.path));
}

export function addressOf(path: string, params: Pick<URLSearchParams, "get">): Address {
  const view = taskViewAt(movedTo(path, params) ?? path) ?? home;
  return {
    view,
    of: (view.param && params.get(view.param)) ?? "",
    query: params.get("q") ?? "",
    sort: sorts.find((one) => one === params.get("sort")) ?? null,
    open: params.get("task"),
  };
}

export function hrefOf({ view, of = "", query = "", sort, open }: Partial<Address> & { view: TaskView }): string {
  const params = new URLSearchParams();
  if (view.param) params.set(view.param, of);
  if (query) params.set("q", query);
  if (sort) params.set("sort", sort);
  if (open) params.set("task", open);
  return params.size > 0 ? `${view.path}?${params}` : view.path;
}

export const listHref = (id: string): `/${string}` => `/list?${new URLSearchParams({ id })}`;

export const tagHref = (name: string) => `/tag?${new URLSearchParams({ name })}`;
