/** The view that the address names. */
"use client";

import { notFound, usePathname } from "next/navigation";
import { Suspense } from "react";
import { viewAt } from "@/views";
import { movedTo } from "@/views/address";
import { Loading } from "./list-states";
import { TaskPage } from "./tasks/task-page";

const NO_PARAMS = new URLSearchParams();

export function AppView() {
  const path = usePathname();
  const view = viewAt(movedTo(path, NO_PARAMS) ?? path) ?? notFound();
  // One page for all lists, so that what is being written in it stays.
  if (!("Page" in view)) return <TaskPage />;
  return (
    <>
      <title>{`${view.title} · Todo`}</title>
      <Suspense fallback={<Loading />}>
        <view.Page />
      </Suspense>
    </>
  );
}
