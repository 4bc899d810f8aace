/** Where to go after signing in. */

/** A page's query, as Next.js hands it over. */
export type SearchParams = Record<string, string | string[] | undefined>;

/** Only a path of this site; anything that a browser would read as another address is "/". */
export function nextPath(wanted: SearchParams[string]): string {
  if (typeof wanted !== "string" || !wanted.startsWith("/")) return "/";
  const here = "http://here.invalid";
  const url = URL.canParse(wanted, here) ? new URL(wanted, here) : undefined;
  // "/.//elsewhere" parses to the path "//elsewhere", which is another address again.
  return url?.origin === here && !url.pathname.startsWith("//") ? url.pathname + url.search + url.hash : "/";
}

/** A link to another of the pages of who is not signed in that keeps the way back. */
export function withNext(page: "/sign-in" | "/sign-up" | "/welcome", next: string): string {
  return next === "/" ? page : `${page}?next=${encodeURIComponent(next)}`;
}
