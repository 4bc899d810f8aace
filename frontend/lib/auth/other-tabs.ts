/** What the tabs of a browser tell each other: that somebody has signed in or out. */

import { leaveIfOver } from "./leave";
import { adoptSession } from "./own-session";

const CHANNEL = "todo-session";

export function tellOtherTabs(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("changed");
  channel.close();
}

/** Leaves as soon as the session is over, until the returned function is called. A page that was asleep looks when it wakes up. */
export function followSession(): () => void {
  const look = () => void leaveIfOver();
  const wakeUp = (event: PageTransitionEvent) => {
    // Going back after signing out must not bring the page back as it was, from the browser's memory.
    if (event.persisted) window.location.reload();
  };
  const controller = new AbortController();
  const { signal } = controller;
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", look, { signal });
  for (const type of ["visibilitychange", "resume"]) document.addEventListener(type, look, { signal });
  for (const type of ["focus", "online"]) window.addEventListener(type, look, { signal });
  window.addEventListener("pageshow", wakeUp, { signal });
  adoptSession();
  return () => {
    controller.abort();
    channel.close();
  };
}
