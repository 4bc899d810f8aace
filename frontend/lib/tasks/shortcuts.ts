/** Single-key shortcuts, which stay out of the way of typing and can be switched off. */
"use client";

import { useEffect, useRef, useSyncExternalStore } from "react";

const OFF_KEY = "shortcuts-off";

const watchers = new Set<() => void>();

// Voice control and shaky hands press letters by accident (WCAG 2.1.4).
export const shortcutsSetting = {
  isOn: () => localStorage.getItem(OFF_KEY) === null,
  set(isOn: boolean) {
    if (isOn) localStorage.removeItem(OFF_KEY);
    else localStorage.setItem(OFF_KEY, "1");
    for (const tell of watchers) tell();
  },
};

export function useShortcutsSetting(): boolean {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => void watchers.delete(tell);
    },
    shortcutsSetting.isOn,
    () => true,
  );
}

/** Held down, these go on and on; any other key would act on one task after another. */
const MOVES = new Set(["j", "k"]);

/** Matched by the character and not by the key: "#" and "?" sit elsewhere on every keyboard. */
export function useShortcuts(shortcuts: Record<string, () => void>) {
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });
  useEffect(() => {
    let held: string | null = null;
    const press = (event: KeyboardEvent) => {
      // Nor is it meant for the field that it has led to.
      if (event.repeat && event.key === held) return event.preventDefault();
      held = null;
      const run = current.current[event.key];
      if (!run || event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isBusy(event.target) || !shortcutsSetting.isOn()) return;
      event.preventDefault();
      if (!MOVES.has(event.key)) held = event.key;
      if (event.repeat && held) return;
      run();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

function isBusy(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], [role=dialog], [role=menu]") !==
      null
  );
}
