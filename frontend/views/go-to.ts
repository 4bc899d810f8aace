/** Going to another view. Nothing is asked of the server: all views are in the page. */

const leaving = new Set<() => void>();

/** `replaceState`: there is nothing to come back to. */
export function goTo(href: string, how: "pushState" | "replaceState" = "pushState"): void {
  if (href === window.location.pathname + window.location.search) return;
  for (const tell of leaving) tell();
  window.history[how](null, "", href);
  window.scrollTo(0, 0);
}

/** Until the returned function is called. Going back and forth in the history is told as well. */
export function whenLeaving(tell: () => void): () => void {
  leaving.add(tell);
  window.addEventListener("popstate", tell);
  return () => {
    leaving.delete(tell);
    window.removeEventListener("popstate", tell);
  };
}
