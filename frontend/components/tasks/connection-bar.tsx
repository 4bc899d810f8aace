/** What is seen while the API cannot be reached: why, how long until it is tried again, and what waits for it. */
"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { OFFLINE, type Outage } from "@/lib/api/connection";
import { retryNow } from "@/lib/sync/tasks";

type ConnectionBarProps = {
  outage: Outage;
  /** How many changes the API has not got yet. */
  unsynced: number;
  /** Nothing is known here. */
  isEmpty: boolean;
};

export function ConnectionBar({ outage: { reason, retryAt }, unsynced, isEmpty }: ConnectionBarProps) {
  const countdown = <Countdown key={retryAt} until={retryAt} />;
  return (
    // In the free middle of the header, so that nothing moves and nothing is covered but the app's name on phones.
    <div className="pointer-events-none print:hidden fixed inset-x-0 top-0.5 z-35 flex justify-end pr-17 pl-14 max-md:[body:has([data-bell])_&]:pr-30 md:justify-center md:px-0">
      <section
        aria-label="Connection"
        className="rise pointer-events-auto flex min-h-12 items-center gap-2.5 rounded-control border border-line bg-raised py-1 pr-1.5 pl-3 md:w-full md:max-w-lg md:gap-3"
      >
        <Icon name="cloud-off" className="size-5 shrink-0 text-danger max-sm:hidden" />
        <div className="min-w-0 flex-1 text-sm leading-5 max-md:hidden">
          <span className="mr-1 font-medium">{`${reason}.`}</span>
          {countdown}
          {(unsynced > 0 || !isEmpty) && <div className="text-muted">{sayUnsynced(unsynced)}</div>}
        </div>
        <div className="min-w-0 text-sm leading-5 md:hidden">
          <div className="font-medium whitespace-nowrap">{reason === OFFLINE ? "Offline" : "Not connected"}</div>
          <div className="text-xs whitespace-nowrap text-muted">
            {unsynced > 0 ? (
              `${unsynced.toLocaleString()} not synced`
            ) : (
              // A bell takes its room.
              <span className="[body:has([data-bell])_&]:hidden">{countdown}</span>
            )}
          </div>
        </div>
        <Button size="sm" onClick={retryNow}>
          <span className="md:hidden">Retry</span>
          <span className="max-md:hidden">Retry now</span>
        </Button>
      </section>
    </div>
  );
}

function sayUnsynced(count: number): string {
  if (count === 0) return "These are your tasks as last synced.";
  return count === 1 ? "1 change is not synced yet." : `${count} changes are not synced yet.`;
}

function Countdown({ until }: { until: number }) {
  const left = () => Math.max(0, Math.ceil((until - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(Math.max(0, Math.ceil((until - Date.now()) / 1000))), 250);
    return () => clearInterval(timer);
  }, [until]);
  return (
    <span className="whitespace-nowrap text-muted tabular-nums">
      {seconds > 0 ? `Trying again in ${seconds} s.` : "Trying again now."}
    </span>
  );
}
