/** Whether an address is that of the view that is shown, whatever is searched for in it. */
"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useHydrated } from "@/lib/use-hydrated";

export function useIsHere(href: string): boolean {
  const path = usePathname();
  const search = useSearchParams();
  const isHydrated = useHydrated();
  const [wantedPath, wanted = ""] = href.split("?");
  if (path !== wantedPath) return false;
  // What the server draws knows no parameters.
  return [...new URLSearchParams(wanted)].every(([name, value]) => isHydrated && search.get(name) === value);
}
