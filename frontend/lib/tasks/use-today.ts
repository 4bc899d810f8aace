/** The person's calendar day and locale, which only the browser knows. */
"use client";

import { useSyncExternalStore } from "react";
import { browserLocale } from "../locale";
import { type Day, dayOf, millisecondsToMidnight } from "./day";

/** Turns at midnight while the page is open; empty while the server renders. */
export function useToday(): Day {
  return useSyncExternalStore(
    onNewDay,
    () => dayOf(new Date()),
    () => "",
  );
}

export function useLocale(): string {
  return useSyncExternalStore(
    () => () => {},
    browserLocale,
    () => "en",
  );
}

function onNewDay(tell: () => void) {
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    timer = setTimeout(() => {
      tell();
      wait();
    }, millisecondsToMidnight(new Date()));
  };
  wait();
  // Timers sleep with the machine.
  document.addEventListener("visibilitychange", tell);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", tell);
  };
}
