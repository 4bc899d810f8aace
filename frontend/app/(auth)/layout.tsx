/** Around the pages of someone who is not signed in yet. */

import type { ReactNode } from "react";
import { Mark } from "@/components/mark";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    // From the top, so that nothing moves from one of them to the next, nor when one says what is wrong.
    <main className="mx-auto w-full max-w-md px-5 py-8 sm:py-24">
      {/* A page of its own to load: without a session it is the welcome page. */}
      <a
        href="/"
        className="mb-6 -ml-2 inline-flex min-h-11 items-center gap-2.5 rounded-control px-2 text-lg font-semibold tracking-tight"
      >
        <Mark className="size-7" />
        Todo
      </a>
      <div>{children}</div>
    </main>
  );
}
