/** What stands in the place of a page that could not be shown. */

import { NoticePage } from "./notice-page";
import { buttonClass } from "./ui/button-class";

export default function FailurePage() {
  return (
    <NoticePage
      title="This page could not be shown"
      text="It is not your doing. Your tasks are safe; try again in a moment."
    >
      <button type="button" className={buttonClass("primary")} onClick={() => window.location.reload()}>
        Try again
      </button>
      <a href="/" className={buttonClass("quiet")}>
        Go to your tasks
      </a>
    </NoticePage>
  );
}
