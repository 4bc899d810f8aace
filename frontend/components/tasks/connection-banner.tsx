/** Says when the API cannot be reached, when it is tried again, and when it is back. */
"use client";

import { CloudOff } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { useAnnounce, useToast } from "@/components/ui/toast";
import { retryNow, useConnection } from "@/lib/sync/tasks";

type ConnectionBannerProps = {
  /** How many changes the API has not got yet. */
  unsynced: number;
  /** Nothing is known here. */
  isEmpty: boolean;
};

export function ConnectionBanner({ unsynced, isEmpty }: ConnectionBannerProps) {
  const outage = useConnection();
  const reason = outage?.isCertain ? outage.reason : null;
  useSpokenOutage(reason);
  if (!outage || !reason) return null;
  return (
    // Over the page and not in it, so that nothing moves.
    <div className="pointer-events-none fixed inset-x-0 top-16 z-20 flex justify-center px-4">
      <section
        aria-label="Connection"
        className="rise pointer-events-auto flex w-full max-w-lg items-center gap-3 rounded-card border border-line bg-raised py-2 pr-2 pl-4 shadow-float"
      >
        <CloudOff aria-hidden className="size-5 shrink-0 text-danger" />
        <p className="min-w-0 flex-1 text-sm">
          <span className="font-medium">{reason}.</span> <Countdown key={outage.retryAt} until={outage.retryAt} />
          {(unsynced > 0 || !isEmpty) && <span className="block text-muted">{sayUnsynced(unsynced)}</span>}
        </p>
        <Button size="sm" onClick={retryNow}>
          Retry now
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
