/** The account's settings as the page sees them, and what can be done to them. */
"use client";

import { useEffect, useMemo } from "react";
import { ONLY } from "../domain/item";
import { differencesIn } from "../domain/merge";
import { type Settings, type SettingsFields, settingsFields } from "../domain/settings";
import { isEmpty } from "../domain/task";
import type { View } from "./state";
import type { Sync } from "./sync";
import { useSync, useView } from "./tasks";

export type { Settings, SettingsFields } from "../domain/settings";

/** What the engine calls them. */
const SETTINGS = "settings";
const isAboutSettings = ({ entity }: { entity: string }) => entity === SETTINGS;

const settingsIn = ({ shown }: View) => shown?.settings[0];

/** Undefined until they are known. Version 0: nobody has ever chosen anything. */
export const useSettings = (): Settings | undefined => useView(settingsIn);

/** Whether something that was chosen is not sent yet. */
export const useUnsentSettings = (): boolean => useView(({ pending }) => pending.some(isAboutSettings));

/** Every change shows at once, also without a connection. */
export function useSettingsActions() {
  const sync = useSync();
  return useMemo(() => settingsActions(sync), [sync]);
}

export function settingsActions(sync: Sync) {
  return {
    choose(wanted: Partial<SettingsFields>): void {
      const seen = settingsIn(sync.get());
      if (!seen) return;
      const fields = differencesIn(settingsFields, seen, wanted);
      if (!isEmpty(fields)) sync.add(SETTINGS, ONLY, { kind: "edit", fields, seen });
    },
    /** What counts as long as nobody has chosen anything, on any device: later it changes nothing. */
    chooseFirst(wanted: Partial<SettingsFields>): void {
      const seen = settingsIn(sync.get());
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
