/** A page that could not be shown. */
"use client";

import { NoticePage } from "@/components/notice-page";
import { buttonClass } from "@/components/ui/button-class";

export default function ErrorPage() {
  return (
    <NoticePage
      title="This page could not be shown"
      text="It is not your doing. Your tasks are safe; try again in a moment."
    >
      {/* Each page loads this one: the app's button would be there twice. */}
      <button type="button" className={buttonClass("primary")} onClick={() => window.location.reload()}>
        Try again
      </button>
      <a href="/" className={buttonClass("quiet")}>
        Go to your tasks
      </a>
    </NoticePage>
  );
}
