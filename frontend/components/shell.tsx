/** The frame around every page of someone who is signed in. */

import type { ReactNode } from "react";
import { Mark } from "./mark";
import { Palette } from "./palette/palette";
import { UserMenu } from "./user-menu";
import { ViewLink } from "./view-link";

export function Shell({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col print:block print:min-h-0">
      <a
        href="#main"
        className="fixed top-2 left-3 z-50 flex min-h-11 -translate-y-16 items-center rounded-control bg-raised px-4 text-sm font-medium focus:translate-y-0 focus:shadow-float print:hidden"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-30 border-b border-line bg-canvas/90 backdrop-blur print:hidden">
        <div className="mx-auto flex h-14 max-w-3xl items-center justify-between px-4 sm:px-6">
          <ViewLink
            href="/"
            className="-mx-2 flex min-h-11 items-center gap-2.5 rounded-control px-2 font-semibold tracking-tight"
          >
            <Mark className="size-6" />
            Todo
          </ViewLink>
          <UserMenu />
          <Palette />
        </div>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto w-full max-w-3xl flex-1 px-4 py-6 outline-none sm:px-6 sm:py-10 print:max-w-none print:p-0"
      >
        {children}
      </main>
    </div>
  );
}
