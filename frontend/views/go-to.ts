/** Going to another view. Nothing is asked of the server: all views are in the page. */
export function goTo(href: string): void {
  if (href === window.location.pathname + window.location.search) return;
  window.history.pushState(null, "", href);
  window.scrollTo(0, 0);
}
