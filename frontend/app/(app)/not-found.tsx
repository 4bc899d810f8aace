/** An address that leads nowhere. */

import { NoticePage } from "@/components/notice-page";
import { buttonClass } from "@/components/ui/button-class";

export default function NotFound() {
  return (
    <>
      <title>Page not found · Todo</title>
      <NoticePage isFramed title="There is no such page" text="The address may be mistyped, or the page has moved.">
        {/* Next.js' own link would be in the first load of every view. */}
        <a href="/" className={buttonClass("primary")}>
          Go to your tasks
        </a>
      </NoticePage>
    </>
  );
}
