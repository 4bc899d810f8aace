/** By this header the service worker asks for a page that is the same for everybody. */
export const SHELL_HEADER = "x-shell";
