/** What a person has settled about keys, for this browser. Where they do that is in the help for keys. */
"use client";

import { useSyncExternalStore } from "react";

/** `key` is there where somebody has settled it otherwise. */
export type KeySetting = { key: string; isUsual: boolean };

// Voice control and shaky hands press letters by accident (WCAG 2.1.4).
export const singleKeys: KeySetting = { key: "shortcuts-off", isUsual: true };
// Who cannot use a mouse leaves a list by Tab, and must not move tasks by that (WCAG 3.2.1).
export const tabIndents: KeySetting = { key: "tab-indents", isUsual: false };

export const isOn = ({ key, isUsual }: KeySetting) => (localStorage.getItem(key) === null) === isUsual;

/** Browsers tell all pages but the one that has written; that one tells itself. */
function subscribe(tell: () => void) {
  window.addEventListener("storage", tell);
  return () => window.removeEventListener("storage", tell);
}

export const useKeySetting = (setting: KeySetting): boolean =>
  useSyncExternalStore(
    subscribe,
    () => isOn(setting),
    () => setting.isUsual,
  );
