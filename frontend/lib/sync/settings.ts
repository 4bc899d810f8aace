/** The account's settings as the page sees them, and what can be done to them. */
"use client";

import { useEffect, useMemo, useSyncExternalStore } from "react";
import { ONLY } from "../domain/item";
import { differencesIn } from "../domain/merge";
import { type Settings, type SettingsFields, settingsFields } from "../domain/settings";
import { isEmpty } from "../domain/task";
import type { Sync } from "./sync";
import { useSync } from "./tasks";

export type { Settings, SettingsFields } from "../domain/settings";

/** What the engine calls them. */
const SETTINGS = "settings";
const isAboutSettings = ({ entity }: { entity: string }) => entity === SETTINGS;

const settingsIn = (sync: Sync) => sync.get().shown?.settings[0];

/** Undefined until they are known. Version 0: nobody has ever chosen anything. */
export function useSettings(): Settings | undefined {
  const sync = useSync();
  return useSyncExternalStore(
    sync.subscribe,
    () => settingsIn(sync),
    () => undefined,
  );
}

/** Whether something that was chosen is not sent yet. */
export function useUnsentSettings(): boolean {
  const sync = useSync();
  return useSyncExternalStore(
    sync.subscribe,
    () => sync.get().pending.some(isAboutSettings),
    () => false,
  );
}

/** Every change shows at once, also without a connection. */
export function useSettingsActions() {
  const sync = useSync();
  return useMemo(() => settingsActions(sync), [sync]);
}

export function settingsActions(sync: Sync) {
  return {
    choose(wanted: Partial<SettingsFields>): void {
      const seen = settingsIn(sync);
      if (!seen) return;
      const fields = differencesIn(settingsFields, seen, wanted);
      if (!isEmpty(fields)) sync.add(SETTINGS, ONLY, { kind: "edit", fields, seen });
    },
    /** What counts as long as nobody has chosen anything, on any device: later it changes nothing. */
    chooseFirst(wanted: Partial<SettingsFields>): void {
      const seen = settingsIn(sync);
      // Nor where it was tried already, and refused.
      if (seen?.version !== 0 || sync.state.commands().some(isAboutSettings)) return;
      if (!isEmpty(differencesIn(settingsFields, seen, wanted)))
        sync.add(SETTINGS, ONLY, { kind: "create", fields: wanted, at: "" });
    },
  };
}

/** Hears why the API has not taken what was chosen. `tell` must be steady. */
export function useSettingsRefusals(tell: (detail: string) => void): void {
  const sync = useSync();
  useEffect(() => sync.onRefusal(({ detail }) => tell(detail), isAboutSettings), [sync, tell]);
}
