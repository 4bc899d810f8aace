/** The view that the address names. */
"use client";

import { usePathname } from "next/navigation";
import { Suspense, useEffect } from "react";
import { home, titleOf, viewAt } from "@/views";
import { Loading } from "./list-states";
import { TaskPage } from "./tasks/task-page";

export function AppView() {
  const view = viewAt(usePathname()) ?? home;
  useEffect(() => {
    document.title = `${titleOf(view)} · Todo`;
  }, [view]);
  // One page for all lists, so that what is being written in it stays.
  if (!("Page" in view)) return <TaskPage />;
  return (
    <Suspense fallback={<Loading />}>
      <view.Page />
    </Suspense>
  );
}
