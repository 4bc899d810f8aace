/** "/": the tasks of whoever is signed in. */

import type { Metadata } from "next";
import { TaskPage } from "@/components/tasks/task-page";

export const metadata: Metadata = { title: "Tasks" };

export default function Page() {
  return <TaskPage />;
}
