/** The frame around every page of someone who is signed in. */

import type { ReactNode } from "react";
import { Mark } from "./mark";
import { Reminders } from "./reminders/reminders";
import { BottomBar } from "./sidebar/bottom-bar";
import { HelpButton } from "./sidebar/help-button";
import { Sidebar } from "./sidebar/sidebar";
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
      <header className="sticky top-0 z-30 h-14 border-b border-line bg-canvas/90 backdrop-blur-bar print:hidden">
        <div className="flex h-full items-center justify-between px-4 sm:px-6 lg:pl-5.5">
          <ViewLink
            href="/"
            className="-mx-2 flex min-h-11 items-center gap-2.5 rounded-control px-2 font-semibold tracking-tight"
          >
            <Mark className="size-6" />
            Todo
          </ViewLink>
          <div className="flex items-center gap-2">
            <Reminders />
            <UserMenu />
          </div>
        </div>
      </header>
      <div className="flex flex-1 transition-[padding] xl:has-data-pane:pr-104">
        <aside className="sticky top-14 hidden h-[calc(100dvh-3.5rem)] w-64 shrink-0 flex-col border-r border-line lg:flex print:hidden">
          <div className="flex-1 overflow-y-auto">
            <Sidebar />
          </div>
          <div className="border-t border-line px-2.5 py-2">
            <HelpButton />
          </div>
        </aside>
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto w-full max-w-3xl min-w-0 flex-1 px-4 pt-4 pb-24 outline-none sm:px-6 lg:pt-8 lg:pb-12 print:max-w-none print:p-0"
        >
          {children}
        </main>
      </div>
      <BottomBar />
    </div>
  );
}
