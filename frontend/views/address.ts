/** Which tasks an address asks for: a view, and in it a search and an order. */

import { type Sort, sorts } from "@/lib/tasks/sort";
import { home, taskViewAt } from ".";
import type { TaskView } from "./view";

export type Address = { view: TaskView; query: string; sort: Sort };

/** Addresses of the app's first version, such as "/?show=active", mean the same view. */
export function addressOf(path: string, params: Pick<URLSearchParams, "get">): Address {
  const named = path === home.path ? `/${params.get("show") ?? ""}` : path;
  return {
    view: taskViewAt(named) ?? home,
    query: params.get("q") ?? "",
    sort: sorts.find((one) => one === params.get("sort")) ?? "newest",
  };
}

export function hrefOf({ view, query, sort }: Address): string {
  const params = new URLSearchParams();
  if (query) params.set("q", query);
  if (sort !== "newest") params.set("sort", sort);
  return params.size > 0 ? `${view.path}?${params}` : view.path;
}
