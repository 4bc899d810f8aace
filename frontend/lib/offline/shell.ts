/** By this header the service worker asks for a page that is the same for everybody; by it the page says of which build it is. */
export const SHELL_HEADER = "x-shell";
