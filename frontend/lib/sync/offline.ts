/** The app without a connection: a service worker keeps its files and the task page as it was last served. */

/** The worker's cache of pages that were made for whoever is signed in. */
const SHELL = "shell";

/** Where the browser has service workers, which it has not outside of HTTPS. */
export function keepAppOffline(): void {
  if (process.env.NODE_ENV !== "production") return;
  void navigator.serviceWorker?.register("/worker.js", { updateViaCache: "none" }).then(
    async ({ active }) => {
      // It may have been forgotten by whoever was signed in before.
      if (active && !(await caches.has(SHELL))) active.postMessage("keep shell");
    },
    () => {},
  );
}

/** Replaces the stored page after another person has signed in: it has the name of the person before. */
export async function renewShell(): Promise<void> {
  await forgetShell();
  keepAppOffline();
}

export async function forgetShell(): Promise<void> {
  if ("caches" in window) await caches.delete(SHELL);
}
