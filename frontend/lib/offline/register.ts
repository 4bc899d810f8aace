/** The app without a connection: a service worker keeps its files and an empty page for each view. */

/** Where the browser has service workers, which it has not outside of HTTPS. Until it is aborted. */
export async function keepAppOffline(signal: AbortSignal): Promise<void> {
  // Not tested for in a condition of its own: the bundler takes that for always true.
  const asked = navigator.serviceWorker?.register("/worker.js", { updateViaCache: "none" });
  const registration = await asked?.catch(() => undefined);
  if (!registration || signal.aborted) return;
  const container = navigator.serviceWorker;
  const look = () => {
    if (!isSafeToReload()) return;
    registration.waiting?.postMessage("take over");
    if (isOutdated) window.location.reload();
  };
  // A page that no worker has opened is as new as the first one.
  let isControlled = container.controller !== null;
  let isOutdated = false;
  container.addEventListener(
    "controllerchange",
    () => {
      isOutdated ||= isControlled;
      isControlled = true;
      look();
    },
    { signal },
  );
  document.addEventListener("visibilitychange", look, { signal });
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look), {
    signal,
  });
  look();
}

/** Nobody looks, and nobody is in the middle of anything: what is written in the add box and in the editor is kept anyway. */
function isSafeToReload(): boolean {
  const isBusy = document.activeElement?.closest("input:not([type=checkbox]), textarea, select, [role=dialog]");
  return document.visibilityState === "hidden" && !isBusy && document.querySelector("[role=dialog]") === null;
}
