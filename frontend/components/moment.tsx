/** A point in time in the person's own words and zone, which the server does not know. */
"use client";

import { useHydrated } from "@/lib/use-hydrated";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export function Moment({ at }: { at: Date }) {
  return <time dateTime={at.toISOString()}>{useHydrated() ? inWords(at) : "…"}</time>;
}

function inWords(at: Date): string {
  const age = Date.now() - at.getTime();
  const ago = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
  if (age < MINUTE) return "just now";
  if (age < 60 * MINUTE) return ago.format(-Math.floor(age / MINUTE), "minute");
  if (age < DAY) return ago.format(-Math.floor(age / (60 * MINUTE)), "hour");
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium" }).format(at);
}
