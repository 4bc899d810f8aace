/** The view that the address names. */
"use client";

import { notFound, usePathname } from "next/navigation";
import { Suspense } from "react";
import { titleOf, viewAt } from "@/views";
import { Loading } from "./list-states";
import { TaskPage } from "./tasks/task-page";

export function AppView() {
  const view = viewAt(usePathname()) ?? notFound();
  return (
    <>
      <title>{`${titleOf(view)} · Todo`}</title>
      {/* One page for all lists, so that what is being written in it stays. */}
      {"Page" in view ? (
        <Suspense fallback={<Loading />}>
          <view.Page />
        </Suspense>
      ) : (
        <TaskPage />
      )}
    </>
  );
}
