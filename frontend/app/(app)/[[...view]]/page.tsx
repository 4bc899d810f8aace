/** The one route of all views. Which of them it is, the address says. */

import type { Metadata } from "next";
import { AppView } from "@/components/app-view";

// The view says its own. This page does not read the views: what the server reads of them, the browser would load at once.
export const metadata: Metadata = { title: null };

export default function Page() {
  return <AppView />;
}
