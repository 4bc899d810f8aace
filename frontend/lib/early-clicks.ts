/** What is clicked before the page's scripts are there is done when they are. */

declare global {
  interface Window {
    /** Does what was clicked last. */
    early?: () => void;
  }
}

/** Runs before all other scripts. It is sent as text, and so needs nothing from outside. */
export function keepEarlyClicks(): void {
  let last: HTMLElement | null = null;
  const keep = (event: Event) => {
    const button = (event.target as Element).closest("button");
    if (!button) return;
    // By itself the browser would send the form that the button is of, to nobody.
    event.preventDefault();
    event.stopPropagation();
    last = button;
  };
  const click = () => {
    if (last?.isConnected) last.click();
    last = null;
  };
  window.addEventListener("click", keep, true);
  window.early = () => {
    window.removeEventListener("click", keep, true);
    // By then the page has read what was typed.
    requestAnimationFrame(() => setTimeout(click));
  };
}
