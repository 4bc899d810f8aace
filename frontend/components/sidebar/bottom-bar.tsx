/** The ways to the views that a day needs, under the thumb; the others are one tap away. */
"use client";

import { lazy, Suspense } from "react";
import { Icon } from "@/components/ui/icon";
import { useFetched } from "@/components/ui/use-fetched";
import { ViewLink } from "@/components/view-link";
import { cx } from "@/lib/cx";
import { viewsOfTheDay } from "@/views";
import type { TaskView } from "@/views/view";
import { useIsHere } from "./use-is-here";

const load = () => import("./drawer");
const Drawer = lazy(load);

const itemClass =
  "flex min-h-14 flex-1 cursor-pointer flex-col items-center justify-center gap-0.5 rounded-control text-bar font-medium";

export function BottomBar() {
  const { isOpen, open, close, reach } = useFetched(load);
  return (
    <>
      <nav
        aria-label="Main views"
        className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-canvas/95 px-2 pb-safe backdrop-blur-bar lg:hidden print:hidden"
      >
        {viewsOfTheDay.map((view) => (
          <BarLink key={view.path} view={view} />
        ))}
        <button
          type="button"
          aria-haspopup="dialog"
          onClick={open}
          onPointerEnter={reach}
          className={cx(itemClass, "text-muted")}
        >
          <Icon name="menu" className="size-5" />
          <span>Browse</span>
        </button>
      </nav>
      <Suspense>{isOpen && <Drawer onClose={close} />}</Suspense>
    </>
  );
}

function BarLink({ view }: { view: TaskView }) {
  const isHere = useIsHere(view.path);
  return (
    <ViewLink
      href={view.path}
      aria-current={isHere ? "page" : undefined}
      className={cx(itemClass, isHere ? "text-accent" : "text-muted")}
    >
      <Icon name={view.icon} className="size-5" />
      <span>{view.title}</span>
    </ViewLink>
  );
}
