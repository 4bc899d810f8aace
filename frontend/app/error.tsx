/** A page that could not be shown. Every page loads this one, and nearly nobody sees it: so what it shows is fetched then. */
"use client";

import { lazy, Suspense } from "react";

const Plain = () => <a href="/">This page could not be shown. Try again</a>;
const FailurePage = lazy(() => import("@/components/failure-page").catch(() => ({ default: Plain })));

export default function ErrorPage() {
  return (
    <Suspense>
      <FailurePage />
    </Suspense>
  );
}
