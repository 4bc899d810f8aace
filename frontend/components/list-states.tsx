/** What stands where a list would be, and how much there is in it. */
"use client";

import { type ReactNode, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Icon, type IconName } from "@/components/ui/icon";

const SLOW_MS = 1_000;
const SKELETON_WIDTHS = ["w-3/5", "w-2/5", "w-1/2", "w-2/3", "w-1/3"];

/** Rows of the height of real ones. */
export function Loading() {
  return (
    <div aria-hidden className="animate-pulse">
      {SKELETON_WIDTHS.map((width) => (
        <div key={width} className="flex h-14.25 items-center gap-4 border-b border-line pl-3.5 last:border-b-0">
          <div className="size-6 rounded-full border-2 border-line" />
          <div className={`h-3.5 rounded-full bg-line ${width}`} />
        </div>
      ))}
    </div>
  );
}

/** How many there are; that it takes long, when it does. */
export function Count({ count, isLoading }: { count: number | undefined; isLoading: boolean }) {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isLoading) return;
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, [isLoading]);
  return (
    <div className="text-sm text-muted tabular-nums">
      <span>{count !== undefined && sayCount(count)}</span>
      <span role="status">{isLoading && isSlow && "Still loading…"}</span>
    </div>
  );
}

export function sayCount(count: number): string {
  return count === 1 ? "1 task" : `${count.toLocaleString()} tasks`;
}

type NoticeProps = { icon?: IconName; title: string; children?: ReactNode };

export function Notice({ icon = "circle-check-big", title, children }: NoticeProps) {
  return (
    <div className="grid min-h-71.25 place-content-center justify-items-center gap-1.5 px-6 py-12 text-center">
      <div className="mb-2 flex size-12 items-center justify-center rounded-full bg-accent-soft text-accent">
        <Icon name={icon} className="size-6" />
      </div>
      <p className="font-medium">{title}</p>
      {children && <div className="max-w-sm text-sm text-pretty text-muted">{children}</div>}
    </div>
  );
}

type RefusedProps = { detail: string; action?: string; onAct: () => void };

export function Refused({ detail, action = "Try again", onAct }: RefusedProps) {
  return (
    <Notice icon="cloud-off" title={detail}>
      <Button size="sm" className="mt-3" onClick={onAct}>
        {action}
      </Button>
    </Notice>
  );
}
