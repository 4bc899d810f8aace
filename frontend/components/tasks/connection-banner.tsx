/** Says when the API cannot be reached, when it is tried again, and when it is back. */
"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { CloudOff } from "@/components/ui/icons";
import { useAnnounce, useToast } from "@/components/ui/toast";
import { OFFLINE } from "@/lib/api/connection";
import { retryNow, useConnection } from "@/lib/sync/tasks";

type ConnectionBannerProps = {
  /** How many changes the API has not got yet. */
  unsynced: number;
  /** Nothing is known here. */
  isEmpty: boolean;
  /** Whether the browser keeps what it is given. */
  keeps: boolean;
};

export function ConnectionBanner({ unsynced, isEmpty, keeps }: ConnectionBannerProps) {
  const outage = useConnection();
  const reason = outage?.isCertain ? outage.reason : null;
  useSpokenOutage(reason);
  useSpokenStorage(!keeps && unsynced > 0);
  if (!outage || !reason) return null;
  const countdown = <Countdown key={outage.retryAt} until={outage.retryAt} />;
  return (
    // In the free middle of the header, so that nothing moves and nothing is covered but the app's name on phones.
    <div className="pointer-events-none print:hidden fixed inset-x-0 top-0.5 z-35 flex justify-end pr-17 pl-14 max-md:[body:has([data-bell])_&]:pr-30 md:justify-center md:px-0">
      <section
        aria-label="Connection"
        className="rise pointer-events-auto flex min-h-12 items-center gap-2.5 rounded-control border border-line bg-raised py-1 pr-1.5 pl-3 md:w-full md:max-w-lg md:gap-3"
      >
        <CloudOff aria-hidden className="size-5 shrink-0 text-danger max-sm:hidden" />
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
  if (count === 0) return "Not synced: your tasks as they last were.";
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

/** What is not kept is lost with the page. */
function useSpokenStorage(isLost: boolean) {
  const toast = useToast();
  const isSaid = useRef(false);
  useEffect(() => {
    if (!isLost || isSaid.current) return;
    isSaid.current = true;
    const message = "This browser cannot store your changes. Keep this page open until they are synced.";
    toast({ kind: "error", message });
  }, [isLost, toast]);
}

function useSpokenOutage(reason: string | null) {
  const announce = useAnnounce();
  const toast = useToast();
  const wasOut = useRef(false);
  useEffect(() => {
    if (reason) announce(`${reason}. Trying again until it works.`);
    else if (wasOut.current) toast({ message: "Connected again.", seconds: 4 });
    wasOut.current = reason !== null;
  }, [reason, announce, toast]);
}
