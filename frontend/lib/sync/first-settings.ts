/** An account in which nobody has chosen anything yet gets its settings from the browser that is there first. */

import type { Sync } from "./sync";

/** Looks once, when the settings are known. */
export function watchForFirstSettings(sync: Sync): () => void {
  const leave = sync.subscribe(() => {
    const [settings] = sync.get().shown?.settings ?? [];
    if (!settings) return;
    leave();
    if (settings.version > 0) return;
    import("./browser-settings").then(
      ({ chooseFromBrowser }) => chooseFromBrowser(sync),
      () => {},
    );
  });
  return leave;
}
