/** Says when the API cannot be reached, and when it is back. What is seen of it is fetched with the first failure. */
"use client";

import { useEffect, useRef, useState } from "react";
import { useAnnounce, useToast } from "@/components/ui/toast";
import { useConnection, usePending, useView } from "@/lib/sync/tasks";

/** `isEmpty`: nothing is known here. */
export function ConnectionBanner({ isEmpty }: { isEmpty: boolean }) {
  const unsynced = usePending().length;
  const keeps = useView((view) => view.keeps);
  const outage = useConnection();
  const isCertain = outage?.isCertain ?? false;
  const [bar, setBar] = useState<typeof import("./connection-bar")>();
  useSpokenOutage(isCertain && outage ? outage.reason : null);
  useSpokenStorage(!keeps && unsynced > 0);
  useEffect(() => {
    // Tried again with each failure. The service worker has it; before there is one, the words alone tell of the outage.
    if (outage && !bar) void import("./connection-bar").then(setBar, () => {});
  }, [outage, bar]);
  if (!bar || !outage || !isCertain) return null;
  return <bar.ConnectionBar outage={outage} unsynced={unsynced} isEmpty={isEmpty} />;
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
