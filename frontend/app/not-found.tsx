/** An address that leads nowhere. */

import type { Metadata } from "next";
import Link from "next/link";
import { NoticePage } from "@/components/notice-page";
import { buttonClass } from "@/components/ui/button-class";

export const metadata: Metadata = { title: "Page not found" };

export default function NotFound() {
  return (
    <NoticePage title="There is no such page" text="The address may be mistyped, or the page has moved.">
      <Link href="/" className={buttonClass("primary")}>
        Go to your tasks
      </Link>
    </NoticePage>
  );
}
